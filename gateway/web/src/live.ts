import { object } from "./decode";
import { type Dashboard } from "./model";
import { decodeDashboard } from "./model_json";

/** How fresh what is shown is. */
export type Freshness = "live" | "polling" | "lost";

/** What of EventSource is used; a test brings its own. */
export interface Stream {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: Event) => void): void;
  close(): void;
}

export interface Surroundings {
  openStream(path: string): Stream;
  setTimer(run: () => void, afterMs: number): number;
  clearTimer(timer: number): void;
  /** The page is in sight. */
  visible(): boolean;
}

export interface FeedOptions {
  path: string;
  poll(): Promise<Dashboard>;
  onDashboard(dashboard: Dashboard): void;
  onFreshness(freshness: Freshness): void;
}

export const kPollMs = 60_000;
/** Polls between two tries to get the stream again. */
const kPollsPerTry = 5;
const kClosed = 2;

/** The browser's own parts. */
export const kBrowser: Surroundings = {
  openStream: (path) => new EventSource(path),
  setTimer: (run, afterMs) => window.setTimeout(run, afterMs),
  clearTimer: (timer) => window.clearTimeout(timer),
  visible: () => document.visibilityState !== "hidden",
};

/**
 * Keeps one dashboard up to date: by the gateway's stream, and where that is not to be had by asking
 * every minute while the page is in sight. One feed belongs to one shown dashboard; after `stop`
 * nothing is called any more.
 */
export class Feed {
  private stream: Stream | undefined;
  private timer: number | undefined;
  private polls = 0;
  private streaming = false;
  private stopped = false;

  constructor(
    private readonly options: FeedOptions,
    private readonly around: Surroundings = kBrowser,
  ) {}

  start(): void {
    const stream = this.around.openStream(this.options.path);
    this.stream = stream;
    stream.addEventListener("message", (event) => this.receive(event));
    stream.addEventListener("error", () => this.fail(stream));
  }

  stop(): void {
    this.stopped = true;
    this.stream?.close();
    if (this.timer !== undefined) this.around.clearTimer(this.timer);
  }

  private receive(event: Event): void {
    if (this.stopped) return;
    const dashboard = dashboardOf((event as MessageEvent<unknown>).data);
    if (dashboard === undefined) return;
    this.cancelTimer();
    this.polls = 0;
    this.streaming = true;
    this.options.onFreshness("live");
    this.options.onDashboard(dashboard);
  }

  /** A broken connection is mended by the browser itself; a refused stream is closed for good. */
  private fail(stream: Stream): void {
    if (this.stopped || stream !== this.stream) return;
    this.streaming = false;
    if (stream.readyState === kClosed) {
      stream.close();
      this.stream = undefined;
    }
    this.schedule();
  }

  private schedule(): void {
    if (this.timer !== undefined || this.streaming) return;
    this.timer = this.around.setTimer(() => {
      this.timer = undefined;
      void this.poll();
    }, kPollMs);
  }

  private cancelTimer(): void {
    if (this.timer !== undefined) this.around.clearTimer(this.timer);
    this.timer = undefined;
  }

  private async poll(): Promise<void> {
    if (this.around.visible()) {
      try {
        const dashboard = await this.options.poll();
        if (this.stopped || this.streaming) return;
        this.options.onFreshness("polling");
        this.options.onDashboard(dashboard);
      } catch {
        if (this.stopped || this.streaming) return;
        this.options.onFreshness("lost");
      }
    }
    this.schedule();
    this.polls += 1;
    if (this.stream === undefined && this.polls % kPollsPerTry === 0) this.start();
  }
}

/** The dashboard of a message of the stream; undefined for a message of another kind. */
function dashboardOf(data: unknown): Dashboard | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const dashboard = object(JSON.parse(data))["dashboard"];
    return dashboard === undefined ? undefined : decodeDashboard(dashboard);
  } catch {
    return undefined;
  }
}

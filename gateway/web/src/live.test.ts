import { beforeEach, describe, expect, it } from "vitest";

import { Feed, kPollMs, type Freshness, type Stream, type Surroundings } from "./live";
import { type Dashboard } from "./model";
import { decodeDashboard } from "./model_json";

class FakeStream implements Stream {
  readyState = 0;
  closed = false;
  private readonly listeners = new Map<string, (event: Event) => void>();

  addEventListener(type: string, listener: (event: Event) => void): void {
    this.listeners.set(type, listener);
  }
  close(): void {
    this.closed = true;
  }
  send(data: string): void {
    this.listeners.get("message")?.(new MessageEvent("message", { data }));
  }
  fail(readyState: number): void {
    this.readyState = readyState;
    this.listeners.get("error")?.(new Event("error"));
  }
}

class FakeSurroundings implements Surroundings {
  readonly streams: FakeStream[] = [];
  readonly timers = new Map<number, () => void>();
  inSight = true;
  private next = 1;

  openStream(): Stream {
    const stream = new FakeStream();
    this.streams.push(stream);
    return stream;
  }
  setTimer(run: () => void, afterMs: number): number {
    expect(afterMs).toBe(kPollMs);
    this.timers.set(this.next, run);
    return this.next++;
  }
  clearTimer(timer: number): void {
    this.timers.delete(timer);
  }
  visible(): boolean {
    return this.inSight;
  }
  /** Lets the minute pass, and what it sets off settle. */
  async pass(): Promise<void> {
    const due = [...this.timers.values()];
    this.timers.clear();
    for (const run of due) run();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  }
}

describe("a feed", () => {
  let around: FakeSurroundings;
  let polled: number;
  let answer: () => Promise<Dashboard>;
  let titles: string[];
  let freshness: Freshness[];
  let feed: Feed;

  const message = (title: string) => JSON.stringify({ dashboard: { title } });

  beforeEach(() => {
    around = new FakeSurroundings();
    polled = 0;
    answer = () => Promise.resolve(decodeDashboard({ title: "polled" }));
    titles = [];
    freshness = [];
    feed = new Feed(
      {
        path: "/watch",
        poll: () => {
          polled += 1;
          return answer();
        },
        onDashboard: (dashboard) => titles.push(dashboard.title),
        onFreshness: (each) => freshness.push(each),
      },
      around,
    );
    feed.start();
  });

  it("passes on what the stream sends and asks for nothing", async () => {
    around.streams[0]?.send(message("one"));
    around.streams[0]?.send(message("two"));
    await around.pass();
    expect(titles).toEqual(["one", "two"]);
    expect(freshness).toEqual(["live", "live"]);
    expect(polled).toBe(0);
  });

  it("passes over messages of another kind", () => {
    for (const data of ["", "{", '{"error": {"code": 14}}']) around.streams[0]?.send(data);
    expect(titles).toEqual([]);
  });

  it("asks every minute where there is no stream", async () => {
    around.streams[0]?.fail(2);
    await around.pass();
    await around.pass();
    expect(polled).toBe(2);
    expect(titles).toEqual(["polled", "polled"]);
    expect(freshness).toEqual(["polling", "polling"]);
  });

  it("tries for the stream again after five minutes, and then asks no more", async () => {
    around.streams[0]?.fail(2);
    for (let minute = 0; minute < 5; minute += 1) await around.pass();
    expect(around.streams).toHaveLength(2);
    around.streams[1]?.send(message("again"));
    await around.pass();
    expect(polled).toBe(5);
    expect(freshness.at(-1)).toBe("live");
  });

  it("asks while the browser mends a broken stream, and stops when it is mended", async () => {
    around.streams[0]?.fail(0);
    await around.pass();
    expect(polled).toBe(1);
    around.streams[0]?.send(message("mended"));
    await around.pass();
    expect(polled).toBe(1);
    expect(around.streams).toHaveLength(1);
  });

  it("says when nothing can be had, and goes on trying", async () => {
    answer = () => Promise.reject(new Error("gone"));
    around.streams[0]?.fail(2);
    await around.pass();
    await around.pass();
    expect(freshness).toEqual(["lost", "lost"]);
    expect(polled).toBe(2);
  });

  it("asks nothing while the page is out of sight", async () => {
    around.inSight = false;
    around.streams[0]?.fail(2);
    await around.pass();
    expect(polled).toBe(0);
    around.inSight = true;
    await around.pass();
    expect(polled).toBe(1);
  });

  it("is silent once stopped, whatever was under way", async () => {
    around.streams[0]?.fail(2);
    let settle: (dashboard: Dashboard) => void = () => undefined;
    answer = () => new Promise((resolve) => (settle = resolve));
    await around.pass();
    feed.stop();
    settle(decodeDashboard({ title: "late" }));
    await Promise.resolve();
    around.streams[0]?.send(message("later"));
    expect(titles).toEqual([]);
    expect(around.timers.size).toBe(0);
  });
});

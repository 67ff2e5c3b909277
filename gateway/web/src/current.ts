import { watchPath, type Api } from "./api";
import { Feed, type Freshness, type Surroundings } from "./live";
import type { Dashboard } from "./model";
import type { Place } from "./router";

/** What is told about the dashboard that is kept. */
export interface CurrentListener {
  /** Its figures are others than before. */
  onFigures(): void;
  /** The figures are the same; when they were computed or how they come has changed. */
  onStamp(): void;
}

interface Kept {
  key: string;
  dashboard: Dashboard;
  /** Absent for a day in the past, which does not change by itself. */
  feed: Feed | undefined;
  freshness: Freshness | undefined;
}

/**
 * The dashboard of the place where the reader is, fetched once and kept up to date until the reader
 * leaves. Only one place is kept at a time.
 */
export class CurrentDashboard {
  private kept: Kept | undefined;

  constructor(
    private readonly api: Api,
    private readonly around: Surroundings,
    private readonly listener: CurrentListener,
  ) {}

  get dashboard(): Dashboard | undefined {
    return this.kept?.dashboard;
  }

  get freshness(): Freshness | undefined {
    return this.kept?.freshness;
  }

  /** Gives the dashboard of a place, fetched if it is not the one that is kept. */
  async enter(place: Place, signal: AbortSignal): Promise<Dashboard> {
    const key = keyOf(place);
    if (this.kept?.key === key) return this.kept.dashboard;
    const dashboard = await this.api.dashboard(place, signal);
    signal.throwIfAborted();
    this.kept?.feed?.stop();
    const feed = place.asOf === undefined ? this.feed(place, key) : undefined;
    this.kept = { key, dashboard, feed, freshness: feed ? "polling" : undefined };
    feed?.start();
    return dashboard;
  }

  /** Lets go of what is kept unless it belongs to `place`; says whether it is kept. */
  leaveFor(place: Place | undefined): boolean {
    if (place && this.kept?.key === keyOf(place)) return true;
    this.kept?.feed?.stop();
    this.kept = undefined;
    return false;
  }

  private feed(place: Place, key: string): Feed {
    return new Feed(
      {
        path: watchPath(place.org),
        poll: () => this.api.dashboard(place),
        onFreshness: (freshness) => {
          if (this.kept?.key !== key || this.kept.freshness === freshness) return;
          this.kept.freshness = freshness;
          this.listener.onStamp();
        },
        onDashboard: (dashboard) => {
          if (this.kept?.key === key) this.renew(this.kept, dashboard);
        },
      },
      this.around,
    );
  }

  private renew(kept: Kept, dashboard: Dashboard): void {
    const changed = figuresOf(dashboard) !== figuresOf(kept.dashboard);
    kept.dashboard = dashboard;
    if (changed) this.listener.onFigures();
    else this.listener.onStamp();
  }
}

function keyOf(place: Place): string {
  return `${place.org} ${place.asOf ?? ""}`;
}

/** All of a dashboard but the moment of its making and the age of its parts. */
function figuresOf(dashboard: Dashboard): string {
  const panels = dashboard.panels.map((each) => `${each.service} ${each.state}`);
  return JSON.stringify({ ...dashboard, computeTime: "", panels });
}

import { Api, ApiError, kNotFound } from "./api";
import { CurrentDashboard } from "./current";
import { replace, type Child } from "./dom";
import { kBrowser, type Surroundings } from "./live";
import type { ControlChart } from "./control_chart";
import { outcomesOf, type Dashboard, type Outcome } from "./model";
import { openPartsForPrint } from "./printing";
import { readingPlace, resumePlace, type ReadingPlace } from "./reading_place";
import { hrefOf, parseRoute, placeOf, type Place, type Route } from "./router";
import { look } from "./status";
import { dashboardPage, kFilteredId } from "./views/dashboard";
import { lineOf, linePage } from "./views/line";
import { failurePage, loading, nowherePage } from "./views/messages";
import { organisationsPage } from "./views/organisations";
import { outcomePage } from "./views/outcome";
import { pillarHeadingId } from "./views/pillar";
import { recordPage } from "./views/record";
import { buildShell, type Shell } from "./views/shell";
import { storiesSection, storyFigures } from "./views/story";
import { kStampId, stamp } from "./views/summary";

const kProduct = "POTential";
/** Collection whose records cite figures. */
const kStories = "impactStories";
/** How long the page before stays while the next one is fetched. */
const kPatienceMs = 150;

/** A view that is ready to be shown. */
interface View {
  title: string;
  content: Child;
  /** Identifier of the part that gets the focus; the page's heading if absent. */
  focusId?: string | undefined;
}

/** A view that new figures can draw again. */
interface Shown {
  route: Route;
  outcome?: Outcome;
  chart?: ControlChart | undefined;
}

/** Ties address, data and views together. One for the page; it lives as long as the page. */
export class App {
  private readonly shell: Shell;
  private readonly current: CurrentDashboard;
  private navigation = new AbortController();
  private shown: Shown | undefined;
  /** Address of the view on the page, and where the reader was on the pages before. */
  private address = "";
  private readonly places = new Map<string, ReadingPlace>();
  /** The next change of address comes from a link and not from the browser's way back. */
  private followed = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly api: Api = new Api(),
    around: Surroundings = kBrowser,
  ) {
    this.shell = buildShell(root);
    this.current = new CurrentDashboard(api, around, {
      onFigures: () => void this.update(),
      onStamp: () => this.renewStamp(),
    });
    openPartsForPrint(this.shell.main);
  }

  /** Shows what the address asks for, now and whenever it changes. */
  start(): void {
    window.history.scrollRestoration = "manual";
    window.addEventListener("hashchange", () => {
      const hash = window.location.hash;
      if (hash !== "" && !hash.startsWith("#/")) return;
      this.places.set(this.address, readingPlace(this.shell.main));
      const back = this.followed ? undefined : this.places.get(hash);
      this.followed = false;
      void this.show("move", back);
    });
    this.root.addEventListener("click", (event) => this.follow(event));
    void this.show("stay");
  }

  /** Notes that a link was followed; one to the address that is already shown shows it again. */
  private follow(event: Event): void {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#/"]') : null;
    if (link === null) return;
    if (link.getAttribute("href") === window.location.hash) void this.show("move");
    else this.followed = true;
  }

  /**
   * Shows the view of the address; `move` gives its heading the focus, `back` a place on it noted
   * before. Resolves when it stands; a later call overtakes it.
   */
  async show(focus: "move" | "stay", back?: ReadingPlace): Promise<void> {
    this.navigation.abort();
    this.navigation = new AbortController();
    const { signal } = this.navigation;
    this.address = window.location.hash;
    const route = parseRoute(this.address);
    this.shown = undefined;
    if (!this.current.leaveFor(placeOf(route))) this.shell.setOrganisation("");
    const slow = window.setTimeout(() => {
      if (!signal.aborted) replace(this.shell.main, loading("the page"));
    }, kPatienceMs);
    let view: View;
    try {
      view = await this.view(route, signal);
    } catch (error) {
      const retry = () => void this.show("move");
      view = { title: "There is a problem", content: failurePage(error, retry) };
    }
    window.clearTimeout(slow);
    if (!signal.aborted) this.present(view, focus, back);
  }

  private present(view: View, focus: "move" | "stay", back: ReadingPlace | undefined): void {
    document.title = view.title === kProduct ? kProduct : `${view.title} – ${kProduct}`;
    replace(this.shell.main, view.content);
    const target = view.focusId === undefined ? null : document.getElementById(view.focusId);
    if (back !== undefined) {
      this.shell.main.querySelector("h1")?.focus({ preventScroll: true });
      resumePlace(this.shell.main, back);
    } else if (target !== null) {
      target.focus({ preventScroll: true });
      target.scrollIntoView();
    } else if (focus === "move") {
      this.shell.main.querySelector("h1")?.focus({ preventScroll: true });
      window.scrollTo({ top: 0 });
    }
  }

  private async view(route: Route, signal: AbortSignal): Promise<View> {
    switch (route.view) {
      case "organisations": {
        const organisations = await this.api.organisations(signal);
        return { title: kProduct, content: organisationsPage(organisations) };
      }
      case "unknown":
        return { title: "There is no such page", content: nowherePage() };
      case "dashboard":
        await this.enter(route, signal);
        return this.draw({ route });
      case "line":
        await this.enter(route, signal);
        return this.draw({ route });
      case "outcome": {
        const [, standing] = await Promise.all([
          this.enter(route, signal),
          this.standing(route, signal),
        ]);
        return this.draw({ route, ...standing });
      }
      case "record":
        return this.recordView(route, signal);
    }
  }

  /** An outcome with its control chart; a chart that cannot be had is left out. */
  private async standing(
    route: Route & { view: "outcome" },
    signal: AbortSignal,
  ): Promise<{ outcome: Outcome; chart: ControlChart | undefined }> {
    const outcome = await this.api.outcome(route, route.id, signal);
    const chart = await this.api.controlChart(outcome, route, signal).catch(() => undefined);
    return { outcome, chart };
  }

  private async recordView(route: Route & { view: "record" }, signal: AbortSignal): Promise<View> {
    const name = `organisations/${route.org}/${route.collection}/${route.id}`;
    const isStory = route.collection === kStories;
    const [dashboard, record, figures] = await Promise.all([
      this.enter(route, signal),
      this.api.record(name, signal),
      isStory ? this.api.storyFigures(name, signal) : [],
    ]);
    const titles = titlesOf(dashboard);
    const options = { place: placeOf(route) as Place, titles, outcome: route.outcome };
    return {
      title: `Record ${route.id} – ${dashboard.title}`,
      content: [...recordPage(dashboard, record, options), ...storyFigures(figures, titles)],
    };
  }

  /** Makes a view from what is known, and remembers it, so that new figures can redraw it. */
  private draw(shown: Shown): View {
    const { route, outcome, chart } = shown;
    const { dashboard } = this.current;
    const place = placeOf(route);
    if (!dashboard || !place) return { title: "There is no such page", content: nowherePage() };
    this.shown = shown;
    if (route.view === "outcome" && outcome) {
      const options = { api: this.api, place, titles: titlesOf(dashboard), chart };
      return {
        title: `${outcome.text} – ${dashboard.title}`,
        content: outcomePage(dashboard, outcome, options),
      };
    }
    if (route.view === "line") {
      const line = lineOf(dashboard, route.line);
      if (!line) throw new ApiError(kNotFound, `No outcome is shown for ${route.line}.`);
      return {
        title: `${line.title} – ${dashboard.title}`,
        content: linePage(dashboard, line, place),
      };
    }
    return this.dashboardView(dashboard, place, route);
  }

  private dashboardView(dashboard: Dashboard, place: Place, route: Route): View {
    const { status, pillar } = route.view === "dashboard" ? route : {};
    const about = dashboard.pillars.find((each) => each.id === pillar);
    const parts = [status && look(status).word, about?.title, dashboard.title].filter(Boolean);
    return {
      title: `${parts.join(" – ")} – ${dashboard.organisationTitle}`,
      content: [
        ...dashboardPage(dashboard, {
          place,
          status,
          freshness: this.current.freshness,
          onDay: (day) => {
            this.followed = true;
            window.location.hash = hrefOf({ view: "dashboard", org: place.org, asOf: day });
          },
        }),
        ...(status === undefined
          ? [storiesSection({ api: this.api, place, titles: titlesOf(dashboard) })]
          : []),
      ],
      focusId: status ? kFilteredId : pillar ? pillarHeadingId(pillar) : undefined,
    };
  }

  private async enter(place: Place, signal: AbortSignal): Promise<Dashboard> {
    const dashboard = await this.current.enter(place, signal);
    this.shell.setOrganisation(dashboard.organisationTitle);
    return dashboard;
  }

  /** Shows new figures in place, and says so. */
  private async update(): Promise<void> {
    const { shown } = this;
    if (!shown) return;
    const { route } = shown;
    if (route.view !== "outcome") {
      this.redraw(shown);
      return;
    }
    const { signal } = this.navigation;
    const next = await this.standing(route, signal).catch(() => undefined);
    if (signal.aborted || next === undefined) return;
    const { outcome, chart } = shown;
    if (JSON.stringify(next) !== JSON.stringify({ outcome, chart })) {
      this.redraw({ route, ...next });
    }
  }

  /** Says on the dashboard when its figures were computed and how they come. */
  private renewStamp(): void {
    const { dashboard, freshness } = this.current;
    const old = document.getElementById(kStampId);
    if (dashboard && old) old.replaceWith(stamp(dashboard, freshness));
  }

  private redraw(shown: Shown): void {
    const place = readingPlace(this.shell.main);
    try {
      replace(this.shell.main, this.draw(shown).content);
    } catch {
      void this.show("stay");
      return;
    }
    resumePlace(this.shell.main, place);
    this.shell.announce("The figures on this page have changed.");
  }
}

/** Names for the identifiers that the outcomes are shown by. */
function titlesOf(dashboard: Dashboard): Map<string, string> {
  return new Map(
    outcomesOf(dashboard).flatMap((each) => each.matrix.map((cell) => [cell.member, cell.title])),
  );
}

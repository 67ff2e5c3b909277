import { dashboardPath } from "../api";
import { h } from "../dom";
import { formatShortDay, words } from "../format";
import type { Freshness } from "../live";
import { outcomesOf, type Dashboard, type Panel, type Pillar, type Status } from "../model";
import { hrefOf, type Place } from "../router";
import { look } from "../status";
import { table } from "../table";
import { banners, panelText } from "./banners";
import { breadcrumb, details } from "./messages";
import { pillarSection, pillarTitle } from "./pillar";
import { countsBar, countsText, heading, standing } from "./summary";

export interface DashboardOptions {
  place: Place;
  /** Show the outcomes of this status alone. */
  status?: Status | undefined;
  /** Absent for a day in the past, which does not change by itself. */
  freshness?: Freshness | undefined;
  /** Go to the dashboard of another day. */
  onDay(day: string): void;
}

/** Identifier of the heading above the outcomes of one status. */
export const kFilteredId = "filtered";

/** The page of a strategy: where it stands, then pillar by pillar, then what it rests on. */
export function dashboardPage(dashboard: Dashboard, options: DashboardOptions): HTMLElement[] {
  const { place, status } = options;
  return [
    breadcrumb([{ title: "Organisations", href: hrefOf({ view: "organisations" }) }]),
    heading(dashboard, options.freshness),
    ...banners(dashboard, place),
    standing(dashboard, place, status),
    ...(status === undefined
      ? [pillarIndex(dashboard, place)]
      : [filteredHeading(dashboard, place, status)]),
    ...dashboard.pillars
      .filter((each) => status === undefined || each.outcomes.some((own) => own.status === status))
      .map((each) => pillarSection(each, place, dashboard.asOf, status)),
    about(dashboard, options),
  ];
}

function filteredHeading(dashboard: Dashboard, place: Place, status: Status): HTMLElement {
  const count = outcomesOf(dashboard).filter((each) => each.status === status).length;
  return h(
    "div",
    { class: "app-filtered" },
    h(
      "h2",
      { id: kFilteredId, tabindex: -1, class: "nhsuk-heading-m" },
      `${look(status).word}: ${count} of ${outcomesOf(dashboard).length} outcomes`,
    ),
    h("p", {}, h("a", { href: hrefOf({ view: "dashboard", ...place }) }, "Show all outcomes")),
  );
}

function pillarIndex(dashboard: Dashboard, place: Place): HTMLElement {
  return h(
    "nav",
    { class: "app-pillars", "aria-label": "Pillars" },
    h(
      "ul",
      { class: "app-pillars__list" },
      dashboard.pillars.map((each) => pillarCard(each, place)),
    ),
  );
}

function pillarCard(pillar: Pillar, place: Place): HTMLElement {
  const href = hrefOf({ view: "dashboard", ...place, pillar: pillar.id });
  const bar = countsBar(pillar.counts);
  bar.setAttribute("aria-hidden", "true");
  return h(
    "li",
    { class: "app-card app-card--link" },
    h("a", { href, id: `go-${pillar.id}`, class: "app-pillars__link" }, pillarTitle(pillar)),
    bar,
    h("p", { class: "app-secondary" }, countsText(pillar.counts)),
  );
}

/** What the figures rest on: sources, the services' answers, another day. */
function about(dashboard: Dashboard, options: DashboardOptions): HTMLElement {
  return h(
    "section",
    { class: "app-about", "aria-labelledby": "about" },
    h("h2", { id: "about", class: "nhsuk-heading-l" }, "About these figures"),
    dashboard.provenance !== "" && h("p", {}, dashboard.provenance),
    dashboard.sources.length > 0 && [
      h("h3", { class: "nhsuk-heading-m" }, "Sources"),
      sourceList(dashboard.sources),
    ],
    details("about-services", "How each service answered", panelTable(dashboard)),
    dayForm(dashboard, options),
    h("p", {}, h("a", { href: dashboardPath(options.place) }, "This page as JSON")),
  );
}

/** The cited works; numbered here only where the text has no numbers of its own. */
function sourceList(sources: readonly string[]): HTMLElement {
  const numbered = sources.every((each) => /^[\[(]?\d/.test(each));
  const items = sources.map((each) => h("li", {}, each));
  return numbered
    ? h("ul", { class: "nhsuk-list" }, items)
    : h("ol", { class: "nhsuk-list nhsuk-list--number" }, items);
}

function panelTable(dashboard: Dashboard): HTMLElement[] {
  return [
    table<Panel>({
      caption: "Services",
      captionHidden: true,
      rows: dashboard.panels,
      columns: [
        { title: "Service", header: true, cell: (each) => words(each.service) },
        {
          title: "Answer",
          cell: (each) => panelText(each, dashboard.computeTime).replace(/^[^:]*: /, ""),
        },
      ],
    }),
    h("p", { class: "app-secondary app-hash" }, `Strategy files: ${dashboard.strategyHash}`),
  ];
}

function dayForm(dashboard: Dashboard, options: DashboardOptions): HTMLElement {
  const input = h("input", {
    class: "nhsuk-input app-day",
    id: "day",
    name: "day",
    type: "date",
    value: dashboard.asOf,
    required: true,
    "aria-describedby": "day-hint",
  });
  return details(
    "about-day",
    "Show another day",
    h(
      "form",
      {
        class: "app-form",
        onsubmit: (event) => {
          event.preventDefault();
          if (input.value !== "") options.onDay(input.value);
        },
      },
      h("label", { class: "nhsuk-label", for: "day" }, "Day"),
      h(
        "div",
        { class: "nhsuk-hint", id: "day-hint" },
        `Today or earlier, for example ${formatShortDay(dashboard.planStartDate || dashboard.asOf)}`,
      ),
      input,
      h("button", { class: "nhsuk-button nhsuk-button--small app-button" }, "Show"),
    ),
  );
}

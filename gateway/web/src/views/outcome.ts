import { outcomePath, type Api } from "../api";
import type { ControlChart } from "../control_chart";
import { h, type Child } from "../dom";
import { formatDay, formatNumber, words } from "../format";
import { pillarOf, type ChecklistItem, type Dashboard, type Outcome } from "../model";
import { hrefOf, type Place } from "../router";
import { earlierTag, illustrativeTag, look, metIcon, statusTag } from "../status";
import { table } from "../table";
import { banners } from "./banners";
import { controlChart } from "./control_chart";
import { periods, supportingFigures } from "./figures";
import { dimensionWords, matrixTable } from "./matrix";
import { breadcrumb } from "./messages";
import { measure, pillarTitle } from "./pillar";
import { recordsSections } from "./records";

export interface OutcomeOptions {
  api: Api;
  place: Place;
  /** Names for identifiers in records. */
  titles: ReadonlyMap<string, string>;
  chart?: ControlChart | undefined;
}

/** Rules whose figures by period are things counted in it. */
const kCounting = new Set(["count", "cadence"]);
const kMostPeriodsOpen = 13;

/** The page of an outcome: where it stands, how that was judged, and the records behind it. */
export function outcomePage(
  dashboard: Dashboard,
  outcome: Outcome,
  options: OutcomeOptions,
): HTMLElement[] {
  const { place } = options;
  const pillar = pillarOf(dashboard, outcome.id);
  return [
    breadcrumb([
      { title: "Organisations", href: hrefOf({ view: "organisations" }) },
      { title: dashboard.title, href: hrefOf({ view: "dashboard", ...place }) },
      ...(pillar
        ? [
            {
              title: pillarTitle(pillar),
              href: hrefOf({ view: "dashboard", ...place, pillar: pillar.id }),
            },
          ]
        : []),
    ]),
    h(
      "h1",
      { tabindex: -1, class: "nhsuk-heading-l app-outcome-title" },
      h("span", { class: "nhsuk-caption-m" }, "Measurable outcome"),
      outcome.text,
    ),
    ...banners({ ...dashboard, illustrative: false }, place),
    standing(outcome, dashboard),
    ...judged(outcome),
    ...checklist(outcome),
    ...matrix(outcome, place),
    ...(options.chart ? controlled(options.chart) : byPeriod(outcome)),
    ...supporting(outcome),
    ...recordsSections(outcome, options),
    ...source(outcome, dashboard, place),
  ];
}

function standing(outcome: Outcome, dashboard: Dashboard): HTMLElement {
  const { slug } = look(outcome.status);
  return h(
    "div",
    { class: `app-outcome app-outcome--single app-outcome--${slug}` },
    h(
      "div",
      { class: "app-outcome__main" },
      h(
        "p",
        { class: "app-tags" },
        statusTag(outcome.status),
        outcome.staleServices.length > 0 && [" ", earlierTag()],
        outcome.illustrative && [" ", illustrativeTag()],
      ),
      h("p", { class: "app-outcome__reason nhsuk-u-font-size-22" }, outcome.reason),
      h(
        "p",
        { class: "app-secondary" },
        `As at ${formatDay(dashboard.asOf)}.`,
        outcome.illustrative && " Some of the records behind this are sample data.",
      ),
    ),
    measure(outcome),
  );
}

function section(id: string, title: string, ...children: Child[]): HTMLElement {
  return h(
    "section",
    { class: "app-section", "aria-labelledby": id },
    h("h2", { id, class: "nhsuk-heading-m" }, title),
    children,
  );
}

function row(title: string, value: Child): HTMLElement {
  return h(
    "div",
    { class: "nhsuk-summary-list__row" },
    h("dt", { class: "nhsuk-summary-list__key" }, title),
    h("dd", { class: "nhsuk-summary-list__value" }, value),
  );
}

function judged(outcome: Outcome): HTMLElement[] {
  const window =
    outcome.windowStartDate === ""
      ? ""
      : `${formatDay(outcome.windowStartDate)} to ${formatDay(outcome.windowEndDate)}`;
  const rows = [
    outcome.ruleText !== "" && row("Rule", outcome.ruleText),
    outcome.interpretation !== "" && row("How the text is read", outcome.interpretation),
    window !== "" && row("Days that count", window),
    outcome.rule !== "" && row("Kind of rule", words(outcome.rule)),
    row("Identifier", h("code", {}, outcome.id)),
  ];
  return [
    section(
      "judged",
      "How it is judged",
      h("dl", { class: "nhsuk-summary-list app-summary-list" }, rows),
    ),
  ];
}

function checklist(outcome: Outcome): HTMLElement[] {
  if (outcome.items.length === 0) return [];
  const items = table<ChecklistItem>({
    caption: "Checklist",
    captionHidden: true,
    rows: outcome.items,
    columns: [
      { title: "Item", header: true, cell: (each) => each.label },
      {
        title: "Standing",
        cell: (each) =>
          h(
            "span",
            { class: "app-met" },
            metIcon(each.complete),
            h("span", {}, each.complete ? "Done" : "Not done"),
          ),
      },
      {
        title: "Done",
        numeric: true,
        cell: (each) => `${formatNumber(each.done)} of ${formatNumber(each.total)}`,
      },
    ],
  });
  return [section("checklist", "Checklist", items)];
}

function matrix(outcome: Outcome, place: Place): HTMLElement[] {
  if (outcome.matrix.length === 0) return [];
  return [
    section(
      "matrix",
      `By ${dimensionWords(outcome.matrixDimension)}`,
      matrixTable(outcome, place, true),
    ),
  ];
}

function byPeriod(outcome: Outcome): HTMLElement[] {
  if (outcome.points.length === 0) return [];
  return [
    section(
      "periods",
      "By period",
      periods({
        id: "periods-table",
        title: outcome.text,
        points: outcome.points,
        unit: outcome.rule === "percent_change" ? "" : outcome.unit,
        shape: kCounting.has(outcome.rule) ? "columns" : "line",
        target: outcome.rule === "level" ? outcome.target : undefined,
        open: outcome.points.length <= kMostPeriodsOpen,
      }),
    ),
  ];
}

function controlled(chart: ControlChart): HTMLElement[] {
  return [section("periods", "By period", controlChart(chart))];
}

function supporting(outcome: Outcome): HTMLElement[] {
  if (outcome.supporting.length === 0) return [];
  return [
    section(
      "supporting",
      "Figures that go with it",
      h("p", { class: "app-secondary" }, "They do not decide the status."),
      supportingFigures(outcome.supporting, "supporting"),
    ),
  ];
}

function source(outcome: Outcome, dashboard: Dashboard, place: Place): HTMLElement[] {
  return [
    section(
      "source",
      "In the words of the strategy",
      h(
        "blockquote",
        { class: "nhsuk-inset-text app-quote" },
        h("p", {}, outcome.text),
        h(
          "footer",
          { class: "app-secondary" },
          h("cite", {}, dashboard.provenance || dashboard.title),
        ),
      ),
      h("p", {}, h("a", { href: outcomePath(place, outcome.id) }, "This outcome as JSON")),
    ),
  ];
}

import { h, type Child } from "../dom";
import { formatDay, plural } from "../format";
import { membersOf, outcomesOf, pillarOf, type Cell, type Dashboard, type Outcome } from "../model";
import { hrefOf, type Place } from "../router";
import { illustrativeTag, metIcon, statusTag } from "../status";
import { table } from "../table";
import { banners } from "./banners";
import { cellWord, kServiceLine } from "./matrix";
import { breadcrumb } from "./messages";
import { pillarTitle } from "./pillar";

interface Row {
  outcome: Outcome;
  cell: Cell;
}

/** Title of a service line; undefined where no outcome is shown by it. */
export function lineOf(dashboard: Dashboard, line: string): Cell | undefined {
  return membersOf(outcomesOf(dashboard), kServiceLine).find((each) => each.member === line);
}

/** The page of a service line: what it still owes, what it has, and where it has records. */
export function linePage(dashboard: Dashboard, line: Cell, place: Place): HTMLElement[] {
  const rows = outcomesOf(dashboard).flatMap((outcome): Row[] => {
    if (outcome.matrixDimension !== kServiceLine) return [];
    const cell = outcome.matrix.find((each) => each.member === line.member);
    return cell ? [{ outcome, cell }] : [];
  });
  const asked = rows.filter(({ outcome }) => outcome.rule === "coverage");
  const owed = asked.filter(({ cell }) => !cell.met);
  const met = asked.filter(({ cell }) => cell.met);
  const others = rows.filter(({ outcome }) => outcome.rule !== "coverage");
  return [
    breadcrumb([
      { title: "Organisations", href: hrefOf({ view: "organisations" }) },
      { title: dashboard.title, href: hrefOf({ view: "dashboard", ...place }) },
    ]),
    h(
      "h1",
      { tabindex: -1, class: "nhsuk-heading-l" },
      h("span", { class: "nhsuk-caption-m" }, "Service line"),
      line.title,
      line.illustrative && [" ", illustrativeTag()],
    ),
    ...banners({ ...dashboard, illustrative: false }, place),
    h(
      "p",
      { class: "nhsuk-lede-text nhsuk-lede-text--small" },
      `As at ${formatDay(dashboard.asOf)} this line meets ${met.length} of `,
      `${plural(asked.length, "outcome")} that ask something of every service line.`,
    ),
    ...part("owed", "Still owed", owed, dashboard, place),
    ...part("met", "Met", met, dashboard, place),
    ...part("others", "Other outcomes shown by service line", others, dashboard, place),
    otherLines(dashboard, line, place),
  ];
}

function part(
  id: string,
  title: string,
  rows: readonly Row[],
  dashboard: Dashboard,
  place: Place,
): HTMLElement[] {
  if (rows.length === 0) return [];
  return [
    h(
      "section",
      { class: "app-section", "aria-labelledby": id },
      h("h2", { id, class: "nhsuk-heading-m" }, title),
      table<Row>({
        caption: title,
        captionHidden: true,
        rows,
        columns: [
          { title: "Outcome", header: true, cell: (each) => outcomeCell(each, dashboard, place) },
          { title: "This line", cell: lineCell },
          { title: "Why", cell: ({ cell }) => cell.reason || "–" },
          { title: "Outcome as a whole", cell: ({ outcome }) => statusTag(outcome.status) },
        ],
      }),
    ),
  ];
}

function outcomeCell({ outcome }: Row, dashboard: Dashboard, place: Place): Child {
  const pillar = pillarOf(dashboard, outcome.id);
  return [
    h("a", { href: hrefOf({ view: "outcome", ...place, id: outcome.id }) }, outcome.text),
    pillar && h("span", { class: "app-secondary app-block" }, pillarTitle(pillar)),
  ];
}

function lineCell({ outcome, cell }: Row): Child {
  return h("span", { class: "app-met" }, metIcon(cell.met), h("span", {}, cellWord(outcome, cell)));
}

function otherLines(dashboard: Dashboard, line: Cell, place: Place): HTMLElement {
  const others = membersOf(outcomesOf(dashboard), kServiceLine).filter(
    (each) => each.member !== line.member,
  );
  return h(
    "nav",
    { class: "app-section", "aria-labelledby": "lines" },
    h("h2", { id: "lines", class: "nhsuk-heading-m" }, "Other service lines"),
    h(
      "ul",
      { class: "nhsuk-list app-links" },
      others.map((each) =>
        h(
          "li",
          {},
          h("a", { href: hrefOf({ view: "line", ...place, line: each.member }) }, each.title),
        ),
      ),
    ),
  );
}

import { h, hidden, type Child } from "../dom";
import { formatNumber, words } from "../format";
import { membersOf, type Cell, type Outcome, type Pillar } from "../model";
import { hrefOf, type Place } from "../router";
import { illustrativeTag, metIcon } from "../status";
import { table } from "../table";

/** Dimension that has pages of its own. */
export const kServiceLine = "service_line";

/** Rules that ask something of members; for the others a member merely has records or not. */
function demands(outcome: Outcome): boolean {
  return ["coverage", "checklist", "percent_change"].includes(outcome.rule);
}

/** Where a member stands, in words. */
export function cellWord(outcome: Outcome, cell: Cell): string {
  if (demands(outcome)) return cell.met ? "Met" : "Not met";
  return cell.met ? "Has records" : "No records yet";
}

/** A dimension as words: "service line". */
export function dimensionWords(dimension: string): string {
  const [first = "", ...rest] = words(dimension).split(" ");
  return [first === first.toUpperCase() ? first : first.toLowerCase(), ...rest].join(" ");
}

/** Where the members stand, in short: "3 of 5 met". */
export function matrixSummary(outcome: Outcome): string {
  const met = outcome.matrix.filter((each) => each.met).length;
  const word = demands(outcome) ? "met" : "with records";
  return `By ${dimensionWords(outcome.matrixDimension)}: ${met} of ${outcome.matrix.length} ${word}`;
}

function standing(outcome: Outcome, cell: Cell): Child {
  return h("span", { class: "app-met" }, metIcon(cell.met), h("span", {}, cellWord(outcome, cell)));
}

/** One outcome by the members of its dimension. */
export function matrixTable(outcome: Outcome, place: Place, captionHidden: boolean): HTMLElement {
  const numbers = outcome.matrix.some((each) => each.value !== undefined);
  const link = outcome.matrixDimension === kServiceLine;
  return table<Cell>({
    caption: `${outcome.text}: by ${dimensionWords(outcome.matrixDimension)}`,
    captionHidden,
    rows: outcome.matrix,
    columns: [
      {
        title: words(outcome.matrixDimension),
        header: true,
        cell: (each) => [
          link ? lineLink(each, place) : each.title,
          each.illustrative && [" ", illustrativeTag()],
        ],
      },
      { title: "Standing", cell: (each) => standing(outcome, each) },
      ...(numbers
        ? [
            {
              title: "Figure",
              numeric: true,
              cell: (each: Cell) => (each.value === undefined ? "–" : formatNumber(each.value)),
            },
          ]
        : []),
      { title: "Why", cell: (each) => each.reason || "–" },
    ],
  });
}

function lineLink(cell: Cell, place: Place): HTMLElement {
  return h("a", { href: hrefOf({ view: "line", ...place, line: cell.member }) }, cell.title);
}

/** All outcomes of a pillar that are shown by service line, side by side; none if there are none. */
export function pillarMatrix(pillar: Pillar, place: Place): HTMLElement | undefined {
  const outcomes = pillar.outcomes.filter((each) => each.matrixDimension === kServiceLine);
  const lines = membersOf(outcomes, kServiceLine);
  if (outcomes.length === 0 || lines.length === 0) return undefined;
  return table<Outcome>({
    caption: "Outcomes by service line",
    rows: outcomes,
    columns: [
      {
        title: "Outcome",
        header: true,
        cell: (each) =>
          h("a", { href: hrefOf({ view: "outcome", ...place, id: each.id }) }, each.text),
      },
      ...lines.map((line) => ({
        title: line.title,
        heading: [lineLink(line, place), line.illustrative && hidden(" (illustrative)")],
        cell: (each: Outcome) => {
          const own = each.matrix.find((candidate) => candidate.member === line.member);
          return own ? standing(each, own) : "–";
        },
      })),
    ],
  });
}

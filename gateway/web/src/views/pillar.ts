import { valueBar } from "../bars";
import { h, hidden } from "../dom";
import { formatValue } from "../format";
import type { Outcome, Pillar, Status } from "../model";
import { hrefOf, type Place } from "../router";
import { earlierTag, illustrativeTag, look, statusTag } from "../status";
import { initiatives } from "./initiatives";
import { kServiceLine, matrixSummary, matrixTable, pillarMatrix } from "./matrix";
import { details, printAsIs } from "./messages";
import { countsText } from "./summary";

/** Identifier of the heading of a pillar's section, to which its links jump. */
export function pillarHeadingId(id: string): string {
  return `pillar-${id}`;
}

/** Title of a pillar with its number in the source, where it has one. */
export function pillarTitle(pillar: Pillar): string {
  return pillar.number > 0 ? `${pillar.number}. ${pillar.title}` : pillar.title;
}

/** A pillar: its text, its outcomes, and the work on them; with `only`, the outcomes of one status. */
export function pillarSection(
  pillar: Pillar,
  place: Place,
  asOf: string,
  only: Status | undefined,
): HTMLElement {
  const outcomes = pillar.outcomes.filter((each) => only === undefined || each.status === only);
  const headingId = pillarHeadingId(pillar.id);
  return h(
    "section",
    { class: "app-pillar", "aria-labelledby": headingId },
    pillarHead(pillar, headingId),
    outcomes.length > 0 && [
      h(
        "h3",
        { class: "nhsuk-heading-m" },
        "Measurable outcomes",
        only !== undefined && hidden(`: ${look(only).word.toLowerCase()}`),
      ),
      h(
        "ul",
        { class: "app-outcomes" },
        outcomes.map((each) => outcomeItem(each, place)),
      ),
    ],
    only === undefined && [pillarMatrix(pillar, place), initiatives(pillar, asOf)],
  );
}

function pillarHead(pillar: Pillar, id: string): HTMLElement {
  return h(
    "div",
    { class: "app-pillar__head" },
    h(
      "h2",
      { id, tabindex: -1, class: "nhsuk-heading-l app-pillar__title" },
      pillar.number > 0 && [h("span", { class: "app-pillar__number" }, pillar.number), " "],
      h("span", {}, pillar.title),
    ),
    pillar.vision !== "" && h("p", { class: "app-pillar__vision" }, pillar.vision),
    pillar.context.length > 0 &&
      details(
        `${id}-context`,
        "Context",
        h(
          "ul",
          { class: "nhsuk-list nhsuk-list--bullet" },
          pillar.context.map((each) => h("li", {}, each)),
        ),
      ),
    pillar.outcomes.length > 0 &&
      h("p", { class: "app-secondary" }, `Outcomes: ${countsText(pillar.counts)}.`),
  );
}

function outcomeItem(outcome: Outcome, place: Place): HTMLElement {
  const href = hrefOf({ view: "outcome", ...place, id: outcome.id });
  return h(
    "li",
    { class: `app-outcome app-outcome--${look(outcome.status).slug}` },
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
      h(
        "h4",
        { class: "nhsuk-heading-s app-outcome__title" },
        h("a", { href, id: `open-${outcome.id}` }, outcome.text),
      ),
      h("p", { class: "app-outcome__reason" }, outcome.reason),
      outcome.matrix.length > 0 && matrixPart(outcome, place),
    ),
    measure(outcome),
  );
}

/** Service lines also stand side by side under the outcomes, so that paper needs them once. */
function matrixPart(outcome: Outcome, place: Place): HTMLElement {
  const part = details(
    `matrix-${outcome.id}`,
    matrixSummary(outcome),
    matrixTable(outcome, place, true),
  );
  return outcome.matrixDimension === kServiceLine ? printAsIs(part) : part;
}

/** Value against target, in words and as a bar. */
export function measure(outcome: Outcome): HTMLElement | undefined {
  const value = outcome.valueText || shown(outcome.value, outcome.unit);
  const target = outcome.targetText || shown(outcome.target, outcome.unit);
  if (value === "" && target === "") return undefined;
  return h(
    "div",
    { class: "app-measure" },
    h(
      "dl",
      { class: "app-measure__texts" },
      h(
        "div",
        {},
        h("dt", {}, "Now"),
        h("dd", { class: "app-measure__value" }, value || "No figure"),
      ),
      target !== "" && h("div", {}, h("dt", {}, "Target"), h("dd", {}, target)),
    ),
    valueBar(outcome.value, outcome.target, `Now ${value || "no figure"}; target ${target}`),
  );
}

function shown(value: number | undefined, unit: string): string {
  return value === undefined ? "" : formatValue(value, unit);
}

import { shareBar, valueBar } from "../bars";
import { h, hidden } from "../dom";
import { formatDay, formatInstant, formatShare, plural } from "../format";
import type { Freshness } from "../live";
import { kStatuses, outcomesOf, type Dashboard, type Status, type StatusCounts } from "../model";
import { hrefOf, type Place } from "../router";
import { look, statusTag } from "../status";

/** Title of the strategy with the day and the plan that everything below refers to. */
export function heading(dashboard: Dashboard, freshness: Freshness | undefined): HTMLElement {
  return h(
    "header",
    { class: "app-hero" },
    h(
      "h1",
      { tabindex: -1, class: "nhsuk-heading-xl app-hero__title" },
      h("span", { class: "nhsuk-caption-l" }, dashboard.organisationTitle),
      hidden(": "),
      dashboard.title,
    ),
    h(
      "dl",
      { class: "app-facts" },
      fact("As at", formatDay(dashboard.asOf)),
      dashboard.planStartDate !== "" &&
        fact(
          "Plan",
          `${formatDay(dashboard.planStartDate)} to ${formatDay(dashboard.planEndDate)}`,
        ),
      dashboard.planStartDate !== "" && planFact(dashboard.planSharePassed),
    ),
    dashboard.computeTime !== "" && stamp(dashboard, freshness),
  );
}

/** Identifier of the stamp, which is renewed on its own. */
export const kStampId = "stamp";

const kFreshness: Record<Freshness, string> = {
  live: "This page updates by itself.",
  polling: "This page asks for new figures every minute.",
  lost: "New figures cannot be had at the moment; these are the last that came.",
};

/** When the figures were computed and how new ones come; a day in the past gets no new ones. */
export function stamp(dashboard: Dashboard, freshness: Freshness | undefined): HTMLElement {
  const lost = freshness === "lost";
  return h(
    "p",
    {
      id: kStampId,
      class: lost ? "app-stamp app-note app-note--warning" : "app-stamp app-secondary",
    },
    `Computed ${formatInstant(dashboard.computeTime)}. `,
    freshness && h("span", { class: "app-screen" }, kFreshness[freshness]),
  );
}

function fact(title: string, ...value: (Node | string)[]): HTMLElement {
  return h("div", { class: "app-facts__item" }, h("dt", {}, title), h("dd", {}, value));
}

function planFact(share: number): HTMLElement {
  const text = `${formatShare(share)} of the plan has passed`;
  const bar = valueBar(Math.min(1, Math.max(0, share)), 1, text);
  bar?.setAttribute("aria-hidden", "true");
  return fact("Time", text, ...(bar ? [bar] : []));
}

/** Counts in words: "5 achieved, 2 at risk"; statuses without outcomes are left out. */
export function countsText(counts: StatusCounts): string {
  return kStatuses
    .filter((each) => counts[each] > 0)
    .map((each) => `${counts[each]} ${look(each).word.toLowerCase()}`)
    .join(", ");
}

/** Bar of outcomes by status. */
export function countsBar(counts: StatusCounts): SVGSVGElement {
  return shareBar(
    kStatuses.map((each) => ({ slug: look(each).slug, count: counts[each] })),
    `Outcomes by status: ${countsText(counts)}`,
  );
}

/** How many outcomes have each status; each count leads to its outcomes. */
export function standing(dashboard: Dashboard, place: Place, chosen?: Status): HTMLElement {
  const total = outcomesOf(dashboard).length;
  return h(
    "section",
    { class: "app-standing", "aria-labelledby": "standing" },
    h("h2", { id: "standing", class: "nhsuk-heading-l" }, "Where the outcomes stand"),
    h(
      "ul",
      { class: "app-tiles" },
      kStatuses.map((each) => tile(each, dashboard.counts[each], place, chosen)),
    ),
    countsBar(dashboard.counts),
    h(
      "p",
      { class: "app-secondary" },
      `${plural(total, "outcome")} in all.`,
      h("span", { class: "app-screen" }, " Choose a status to see its outcomes alone."),
    ),
  );
}

function tile(status: Status, count: number, place: Place, chosen?: Status): HTMLElement {
  const { word, slug, meaning } = look(status);
  const content = [
    h("span", { class: "app-tile__count" }, count),
    hidden(` ${count === 1 ? "outcome" : "outcomes"}: `),
    statusTag(status),
    h("span", { class: "app-tile__meaning" }, meaning),
  ];
  if (count === 0) {
    return h("li", { class: `app-tile app-tile--none app-tile--${slug}` }, content);
  }
  const href = hrefOf(
    status === chosen ? { view: "dashboard", ...place } : { view: "dashboard", ...place, status },
  );
  return h(
    "li",
    { class: `app-tile app-tile--${slug}` },
    h(
      "a",
      {
        class: "app-tile__link",
        href,
        "aria-current": status === chosen && "true",
        id: `tile-${slug}`,
      },
      content,
      hidden(status === chosen ? `, shown alone; show all outcomes` : `, show ${word} alone`),
    ),
  );
}

import { h } from "../dom";
import { formatAge, formatClock, formatDay, words } from "../format";
import type { Dashboard, Panel } from "../model";
import { hrefOf, type Place } from "../router";
import { note } from "./messages";

/** What a reader must know before reading figures: what is missing, differs, or is sample data. */
export function banners(dashboard: Dashboard, place: Place): HTMLElement[] {
  const shown: HTMLElement[] = [];
  const unwell = dashboard.panels.filter((each) => each.state !== "FRESH");
  if (dashboard.partial || unwell.length > 0) {
    shown.push(partialNote(unwell, dashboard.computeTime));
  }
  if (dashboard.strategyDisagreements.length > 0) shown.push(disagreementNote(dashboard));
  if (dashboard.illustrative) shown.push(illustrativeNote(dashboard));
  if (place.asOf !== undefined) shown.push(pastNote(place.asOf, place));
  return shown;
}

function partialNote(panels: readonly Panel[], computeTime: string): HTMLElement {
  return note(
    "warning",
    "Some figures are missing or out of date",
    h(
      "ul",
      { class: "nhsuk-list nhsuk-list--bullet" },
      panels.map((each) => h("li", {}, panelText(each, computeTime))),
    ),
  );
}

/**
 * How the part of one service was got, in a sentence. The time of an earlier answer stays true while
 * the page stands; its age would not.
 */
export function panelText(panel: Panel, computeTime: string): string {
  const service = words(panel.service);
  const reason = panel.reason === "" ? "" : `: ${panel.reason}`;
  switch (panel.state) {
    case "FRESH":
      return `${service}: up to date`;
    case "STALE":
      return `${service}: figures are ${earlier(panel, computeTime)}${reason}`;
    case "MISSING":
      return `${service}: figures are missing${reason}`;
    case "STATE_UNSPECIFIED":
      return `${service}: state not known${reason}`;
  }
}

function earlier(panel: Panel, computeTime: string): string {
  const computed = Date.parse(computeTime);
  if (Number.isNaN(computed)) return `${formatAge(panel.ageSeconds)} old`;
  return `those of ${formatClock(new Date(computed - panel.ageSeconds * 1000))}`;
}

function disagreementNote(dashboard: Dashboard): HTMLElement {
  const services = dashboard.strategyDisagreements.map(words).join(", ");
  return note(
    "warning",
    "Services run with different strategy files",
    h(
      "p",
      {},
      `Not the same as the gateway's: ${services}. Their figures may not fit this strategy.`,
    ),
  );
}

function illustrativeNote(dashboard: Dashboard): HTMLElement {
  return note(
    "info",
    "Illustrative data",
    h(
      "p",
      {},
      dashboard.illustrativeNote || "Some of these figures rest on sample data.",
      " Figures and records of this kind carry the label “Illustrative”.",
    ),
  );
}

function pastNote(day: string, place: Place): HTMLElement {
  return note(
    "info",
    `You are looking at ${formatDay(day)}`,
    h("p", {}, h("a", { href: hrefOf({ view: "dashboard", org: place.org }) }, "Show today")),
  );
}

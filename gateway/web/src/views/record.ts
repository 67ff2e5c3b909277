import { recordPath } from "../api";
import { object, text, type Json } from "../decode";
import { h, type Child } from "../dom";
import { lastSegment, words } from "../format";
import { outcomesOf, type Dashboard } from "../model";
import { cellText, splitName } from "../records";
import { hrefOf, type Place } from "../router";
import { illustrativeTag } from "../status";
import { breadcrumb, type Crumb } from "./messages";

export interface RecordOptions {
  place: Place;
  titles: ReadonlyMap<string, string>;
  /** Outcome from which the reader came. */
  outcome?: string | undefined;
}

const kLeftOut = new Set(["name", "etag", "illustrative"]);

/** The page of one record: every field that it holds, in the order of its contract. */
export function recordPage(
  dashboard: Dashboard,
  record: Json,
  options: RecordOptions,
): HTMLElement[] {
  const name = text(record["name"]);
  const collection = splitName(name)?.collection ?? "";
  return [
    breadcrumb(crumbs(dashboard, options)),
    h(
      "h1",
      { tabindex: -1, class: "nhsuk-heading-l" },
      h("span", { class: "nhsuk-caption-m" }, words(collection)),
      text(record["title"]) || lastSegment(name),
    ),
    ...(record["illustrative"] === true
      ? [h("p", { class: "app-tags" }, illustrativeTag(), " This record is sample data.")]
      : []),
    fields(record, options),
    h("p", {}, h("a", { href: recordPath(name) }, "This record as JSON")),
  ];
}

function crumbs(dashboard: Dashboard, { place, outcome }: RecordOptions): Crumb[] {
  const from = outcomesOf(dashboard).find((each) => each.id === outcome);
  return [
    { title: "Organisations", href: hrefOf({ view: "organisations" }) },
    { title: dashboard.title, href: hrefOf({ view: "dashboard", ...place }) },
    ...(from
      ? [{ title: from.text, href: hrefOf({ view: "outcome", ...place, id: from.id }) }]
      : []),
  ];
}

function fields(record: Json, options: RecordOptions): HTMLElement {
  return h(
    "dl",
    { class: "nhsuk-summary-list app-summary-list" },
    Object.entries(record)
      .filter(([key]) => !kLeftOut.has(key))
      .map(([key, value]) =>
        h(
          "div",
          { class: "nhsuk-summary-list__row" },
          h("dt", { class: "nhsuk-summary-list__key" }, words(key)),
          h("dd", { class: "nhsuk-summary-list__value" }, shown(key, value, options)),
        ),
      ),
  );
}

function shown(key: string, value: unknown, options: RecordOptions): Child {
  if (Array.isArray(value)) {
    return h(
      "ul",
      { class: "nhsuk-list nhsuk-list--bullet" },
      value.map((each) => h("li", {}, shown(key, each, options))),
    );
  }
  if (typeof value === "object" && value !== null) return fields(object(value), options);
  if (typeof value !== "string") return cellText(key, value, options.titles);
  if (/^https:\/\//.test(value)) return h("a", { href: value, rel: "noreferrer" }, value);
  const name = splitName(value);
  const plain = cellText(key, value, options.titles);
  const own = name && value.startsWith(`organisations/${options.place.org}/`);
  return own
    ? h("a", { href: hrefOf({ view: "record", ...options.place, ...name }) }, plain)
    : plain;
}

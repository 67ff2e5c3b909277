import { h } from "../dom";
import { lastSegment } from "../format";
import type { OrganisationSummary } from "../model";
import { hrefOf } from "../router";

/** The first page: whose strategy is to be seen. */
export function organisationsPage(organisations: readonly OrganisationSummary[]): HTMLElement[] {
  return [
    h("h1", { tabindex: -1 }, "Whose strategy would you like to see?"),
    h(
      "p",
      { class: "nhsuk-lede-text" },
      "For each strategy: where every outcome stands, why, and the records behind it.",
    ),
    organisations.length === 0
      ? h("p", {}, "No organisation has a strategy that you may see.")
      : h("ul", { class: "app-organisations" }, organisations.map(card)),
  ];
}

function card(organisation: OrganisationSummary): HTMLElement {
  const href = hrefOf({ view: "dashboard", org: lastSegment(organisation.name) });
  return h(
    "li",
    { class: "app-card app-card--link" },
    h("h2", { class: "nhsuk-heading-m" }, h("a", { href }, organisation.title)),
    organisation.strategyTitle !== "" && h("p", {}, organisation.strategyTitle),
    organisation.odsCode !== "" &&
      h("p", { class: "app-secondary" }, `ODS code ${organisation.odsCode}`),
  );
}

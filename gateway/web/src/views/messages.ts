import { ApiError } from "../api";
import { h, type Child } from "../dom";
import { hrefOf } from "../router";

/** What is shown until an answer is there. */
export function loading(what: string): HTMLElement {
  return h(
    "div",
    { class: "app-loading", role: "status" },
    h("span", { class: "app-loading__sign", "aria-hidden": "true" }),
    h("p", {}, `Loading ${what}…`),
  );
}

/** An error as a person reads it. */
export function errorParts(error: unknown): { title: string; text: string; details: string[] } {
  if (error instanceof ApiError) {
    return { title: error.title, text: error.message, details: [...error.violations] };
  }
  return {
    title: "This page has met a fault",
    text: error instanceof Error ? error.message : String(error),
    details: [],
  };
}

/** A whole page that says what went wrong and offers to try again. */
export function failurePage(error: unknown, retry: () => void): HTMLElement[] {
  const { title, text, details } = errorParts(error);
  return [
    h("h1", { tabindex: -1 }, title),
    h("p", {}, text),
    h(
      "ul",
      { class: "nhsuk-list nhsuk-list--bullet", hidden: details.length === 0 },
      details.map((each) => h("li", {}, each)),
    ),
    h("p", {}, retryButton(retry)),
    h("p", {}, h("a", { href: hrefOf({ view: "organisations" }) }, "Choose an organisation")),
  ];
}

/** A part of a page that says what went wrong and offers to try again. */
export function failureNote(error: unknown, retry: () => void): HTMLElement {
  const { title, text, details } = errorParts(error);
  return h(
    "div",
    { class: "app-note app-note--warning", role: "alert" },
    h("p", {}, h("strong", {}, `${title}. `), text),
    details.map((each) => h("p", {}, each)),
    retryButton(retry),
  );
}

function retryButton(retry: () => void): HTMLElement {
  return h(
    "button",
    { class: "nhsuk-button nhsuk-button--small app-button", type: "button", onclick: retry },
    "Try again",
  );
}

/** The page of an address that leads nowhere. */
export function nowherePage(): HTMLElement[] {
  return [
    h("h1", { tabindex: -1 }, "There is no such page"),
    h("p", {}, "Check the address, or start from the list of organisations."),
    h("p", {}, h("a", { href: hrefOf({ view: "organisations" }) }, "Choose an organisation")),
  ];
}

/** A note beside the figures. */
export function note(kind: "info" | "warning", title: string, ...children: Child[]): HTMLElement {
  return h(
    "div",
    { class: `app-note app-note--${kind}` },
    h("p", { class: "app-note__title" }, h("strong", {}, title)),
    children,
  );
}

/** A link of the breadcrumb. */
export interface Crumb {
  title: string;
  href: string;
}

/** The way back up, after the NHS design system: all steps on a wide screen, the last on a narrow. */
export function breadcrumb(crumbs: readonly Crumb[]): HTMLElement {
  const last = crumbs[crumbs.length - 1];
  return h(
    "nav",
    { class: "nhsuk-breadcrumb", "aria-label": "Breadcrumb" },
    h(
      "ol",
      { class: "nhsuk-breadcrumb__list" },
      crumbs.map(({ title, href }) =>
        h(
          "li",
          { class: "nhsuk-breadcrumb__list-item" },
          h("a", { class: "nhsuk-breadcrumb__link", href }, title),
        ),
      ),
    ),
    last && h("a", { class: "nhsuk-back-link", href: last.href }, `Back to ${last.title}`),
  );
}

/** Leaves a part out of print unless the reader has opened it, as the page says the same elsewhere. */
export function printAsIs(part: HTMLDetailsElement): HTMLDetailsElement {
  part.setAttribute("data-print", "as-is");
  return part;
}

/** A part that opens on demand; `id` lets it stay open when the page is drawn again. */
export function details(id: string, summary: Child, ...children: Child[]): HTMLDetailsElement {
  return h(
    "details",
    { class: "nhsuk-details app-details", id },
    h(
      "summary",
      { class: "nhsuk-details__summary" },
      h("span", { class: "nhsuk-details__summary-text" }, summary),
    ),
    h("div", { class: "nhsuk-details__text" }, children),
  );
}

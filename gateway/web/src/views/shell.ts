import { h, replace } from "../dom";
import { hrefOf } from "../router";

/** What stands around every view: skip link, header, place for the view, footer, announcements. */
export interface Shell {
  readonly main: HTMLElement;
  /** Shows the organisation in the header; none where no organisation is chosen. */
  setOrganisation(title: string): void;
  /** Says something to screen readers without moving the focus. */
  announce(text: string): void;
}

/** Builds the shell into `root`, replacing what is there. */
export function buildShell(root: Element): Shell {
  const main = h("main", { id: "main", class: "nhsuk-main-wrapper app-main", tabindex: -1 });
  const announcer = h("div", {
    class: "nhsuk-u-visually-hidden",
    role: "status",
    "aria-live": "polite",
  });
  const organisation = h("div", { class: "app-header__organisation" });
  replace(
    root,
    h(
      "a",
      {
        class: "nhsuk-skip-link",
        href: "#main",
        // The hash holds the route, so the jump is made here.
        onclick: (event) => {
          event.preventDefault();
          main.focus();
          main.scrollIntoView();
        },
      },
      "Skip to main content",
    ),
    header(organisation),
    h("div", { class: "nhsuk-width-container app-width" }, main),
    footer(),
    announcer,
  );
  return {
    main,
    setOrganisation: (title) => {
      replace(
        organisation,
        title !== "" && [
          h("span", {}, title),
          h("a", { href: hrefOf({ view: "organisations" }) }, "Change organisation"),
        ],
      );
    },
    announce: (text) => {
      announcer.textContent = text;
    },
  };
}

function header(organisation: HTMLElement): HTMLElement {
  return h(
    "header",
    { class: "nhsuk-header", role: "banner" },
    h(
      "div",
      { class: "nhsuk-header__container nhsuk-width-container app-width app-header" },
      h(
        "div",
        { class: "nhsuk-header__service" },
        h(
          "a",
          { class: "nhsuk-header__service-name app-header__name", href: "#/" },
          h("span", { class: "app-header__mark" }, "POTential"),
          " ",
          h("span", { class: "app-header__purpose" }, "Occupational therapy strategy"),
        ),
      ),
      organisation,
    ),
  );
}

function footer(): HTMLElement {
  return h(
    "footer",
    { class: "app-footer", role: "contentinfo" },
    h(
      "div",
      { class: "nhsuk-width-container app-width" },
      h(
        "p",
        { class: "nhsuk-body-s" },
        "Every figure on these pages is computed from records of the services. ",
        h("a", { href: "/openapi.json" }, "Description of the interface (OpenAPI)"),
      ),
    ),
  );
}

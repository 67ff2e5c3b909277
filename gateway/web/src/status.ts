import { h, svg } from "./dom";
import type { InitiativeStatus, Status } from "./model";

/** How a status is shown: a word, a shape of its own and a colour, so that no one of them is needed. */
interface StatusLook {
  word: string;
  /** Name in style classes. */
  slug: string;
  /** Colour of tag, after the NHS design system. */
  tag: string;
  /** What it says, for a reader who meets it first. */
  meaning: string;
}

const kLooks: Record<Status, StatusLook> = {
  ACHIEVED: { word: "Achieved", slug: "achieved", tag: "app-tag--achieved", meaning: "Reached." },
  ON_TRACK: { word: "On track", slug: "on-track", tag: "nhsuk-tag--green", meaning: "As planned." },
  AT_RISK: {
    word: "At risk",
    slug: "at-risk",
    tag: "nhsuk-tag--orange",
    meaning: "Behind what the date asks for.",
  },
  OFF_TRACK: {
    word: "Off track",
    slug: "off-track",
    tag: "nhsuk-tag--red",
    meaning: "Far behind what the date asks for.",
  },
  NOT_STARTED: {
    word: "Not started",
    slug: "not-started",
    tag: "nhsuk-tag--white",
    meaning: "There is nothing to count yet.",
  },
  NO_DATA: {
    word: "No data",
    slug: "no-data",
    tag: "nhsuk-tag--grey",
    meaning: "It cannot be told.",
  },
};

/** How a status is shown. */
export function look(status: Status): StatusLook {
  return kLooks[status];
}

type Shape = () => SVGElement[];

const kLine = {
  fill: "none",
  stroke: "currentColor",
  "stroke-width": 2,
  "stroke-linecap": "round",
};

/** Each status has its own outline: disc, arrow, triangle, octagon, ring, broken square. */
const kShapes: Record<Status, Shape> = {
  ACHIEVED: () => [
    svg("circle", { cx: 8, cy: 8, r: 7.5, fill: "currentColor" }),
    svg("path", { d: "M4.5 8.2l2.4 2.5 4.6-5", class: "app-icon__cut" }),
  ],
  ON_TRACK: () => [svg("path", { d: "M1 5.5h6.5V1.5L15 8l-7.5 6.5v-4H1z", fill: "currentColor" })],
  AT_RISK: () => [
    svg("path", { d: "M8 .8L15.6 15H.4z", fill: "currentColor" }),
    svg("path", { d: "M8 5.5v4.6M8 12.4v.2", class: "app-icon__cut" }),
  ],
  OFF_TRACK: () => [
    svg("path", { d: "M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z", fill: "currentColor" }),
    svg("path", { d: "M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4", class: "app-icon__cut" }),
  ],
  NOT_STARTED: () => [svg("circle", { cx: 8, cy: 8, r: 6.5, ...kLine })],
  NO_DATA: () => [
    svg("rect", { x: 1.5, y: 1.5, width: 13, height: 13, ...kLine, "stroke-dasharray": "3 3" }),
    svg("path", { d: "M5.5 8h5", ...kLine }),
  ],
};

function icon(shapes: SVGElement[], extra = ""): SVGElement {
  return svg(
    "svg",
    { class: `app-icon${extra}`, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    shapes,
  );
}

/** The shape of a status; decoration, as its word always stands beside it. */
export function statusIcon(status: Status): SVGElement {
  return icon(kShapes[status]());
}

/** Tag with word and shape. */
export function statusTag(status: Status): HTMLElement {
  const { word, tag } = kLooks[status];
  return h(
    "strong",
    { class: `nhsuk-tag app-tag ${tag}` },
    statusIcon(status),
    h("span", {}, word),
  );
}

/** A tick for what is there, a ring for what is not. Decoration: a word stands beside it. */
export function metIcon(met: boolean): SVGElement {
  return met
    ? icon([svg("path", { d: "M2 8.5l4 4 8-9", ...kLine, "stroke-width": 3 })], " app-icon--met")
    : icon([svg("circle", { cx: 8, cy: 8, r: 5.5, ...kLine })], " app-icon--unmet");
}

/** Label of everything that rests on sample data or is not from the strategy's source. */
export function illustrativeTag(): HTMLElement {
  return h("strong", { class: "nhsuk-tag app-tag app-tag--illustrative" }, "Illustrative");
}

/** Label of figures that stand in for those of a service that did not answer. */
export function earlierTag(): HTMLElement {
  return h("strong", { class: "nhsuk-tag app-tag nhsuk-tag--yellow" }, "Earlier figures");
}

const kInitiatives: Record<InitiativeStatus, { word: string; tag: string }> = {
  STATUS_UNSPECIFIED: { word: "Not reported", tag: "nhsuk-tag--grey" },
  NOT_STARTED: { word: "Not begun", tag: "nhsuk-tag--white" },
  IN_PROGRESS: { word: "Under way", tag: "nhsuk-tag--blue" },
  DONE: { word: "Done", tag: "app-tag--achieved" },
  STOPPED: { word: "Stopped", tag: "nhsuk-tag--grey" },
};

/** Tag of an initiative. */
export function initiativeTag(status: InitiativeStatus | undefined): HTMLElement {
  const { word, tag } = status
    ? kInitiatives[status]
    : { word: "No answer", tag: "nhsuk-tag--grey" };
  return h("strong", { class: `nhsuk-tag app-tag ${tag}` }, word);
}

import { frameOf, periodLabels, picture, resizing, targetLine, type Frame } from "../chart";
import type { ControlChart, ControlPoint, PointType } from "../control_chart";
import { h, svg } from "../dom";
import { formatMonth, formatNumber, formatShortDay, words } from "../format";
import { illustrativeTag } from "../status";
import { table } from "../table";
import { details } from "./messages";

/** What the last point tells, in words beside the picture. */
const kVariation: Readonly<Record<string, string>> = {
  COMMON_CAUSE: "Common cause: no significant change",
  IMPROVEMENT_HIGH: "Special cause of improvement: the values are higher",
  IMPROVEMENT_LOW: "Special cause of improvement: the values are lower",
  CONCERN_HIGH: "Special cause of concern: the values are higher",
  CONCERN_LOW: "Special cause of concern: the values are lower",
  NEUTRAL_HIGH: "Special cause: the values are higher",
  NEUTRAL_LOW: "Special cause: the values are lower",
};

const kAssurance: Readonly<Record<string, string>> = {
  PASS: "The target will be met as long as the process stays as it is",
  FAIL: "The target will not be met unless the process changes",
  INCONSISTENT: "The target may or may not be met",
};

interface Look {
  word: string;
  slug: string;
}

const kLooks: Readonly<Record<PointType, Look>> = {
  TYPE_UNSPECIFIED: { word: "", slug: "common" },
  COMMON_CAUSE: { word: "Common cause", slug: "common" },
  SPECIAL_CAUSE_IMPROVEMENT: { word: "Improvement", slug: "improvement" },
  SPECIAL_CAUSE_CONCERN: { word: "Concern", slug: "concern" },
  SPECIAL_CAUSE_NEUTRAL_HIGH: { word: "Special cause, high", slug: "neutral" },
  SPECIAL_CAUSE_NEUTRAL_LOW: { word: "Special cause, low", slug: "neutral" },
};

/** What a point tells, in words: "Improvement: shift above". */
export function pointText(point: ControlPoint): string {
  if (point.withheld) return "Not shown: too few people";
  if (point.excluded) return "Shown, but left out of lines and signals";
  const { word } = kLooks[point.type];
  return point.rule === "" ? word : `${word}: ${words(point.rule).toLowerCase()}`;
}

/** "Apr 2026" of the first day of a month, else the day. */
function dateText(date: string): string {
  return date.endsWith("-01") ? formatMonth(date.slice(0, 7)) : formatShortDay(date);
}

function marker(type: PointType, excluded: boolean, x: number, y: number): SVGElement {
  const { slug } = kLooks[type];
  const look = `app-spc__mark app-spc__mark--${slug}${excluded ? " app-spc__mark--out" : ""}`;
  if (slug === "common") return svg("circle", { class: look, cx: x, cy: y, r: 4 });
  if (slug === "improvement") {
    return svg("rect", { class: look, x: x - 4.5, y: y - 4.5, width: 9, height: 9 });
  }
  const shape =
    slug === "concern"
      ? `M${x} ${y - 6}L${x + 5.5} ${y + 4}L${x - 5.5} ${y + 4}Z`
      : `M${x} ${y - 6}L${x + 5.5} ${y}L${x} ${y + 6}L${x - 5.5} ${y}Z`;
  return svg("path", { class: look, d: shape });
}

/** Joins what is there; lifts the pen where `valueOf` gives nothing and where a group begins. */
function path(
  points: readonly ControlPoint[],
  frame: Frame,
  valueOf: (point: ControlPoint) => number | undefined,
  byGroup: boolean,
): string {
  let drawn = "";
  let joined = false;
  points.forEach((point, index) => {
    const value = valueOf(point);
    const anew = byGroup && index > 0 && points[index - 1]?.group !== point.group;
    if (value === undefined) {
      joined = false;
      return;
    }
    const at = `${frame.x(index).toFixed(1)} ${frame.y(value).toFixed(1)}`;
    drawn += joined && !anew ? `L${at}` : `M${at}`;
    joined = true;
  });
  return drawn;
}

function draw(chart: ControlChart, width: number): SVGSVGElement {
  const { points, target } = chart;
  const values = points.flatMap((each) =>
    [each.value, each.mean, each.lowerLimit, each.upperLimit].filter((one) => one !== undefined),
  );
  if (target !== undefined) values.push(target);
  const frame = frameOf(values, points.length, false, width);
  const line = (look: string, valueOf: (point: ControlPoint) => number | undefined) =>
    svg("path", { class: `app-spc__${look}`, d: path(points, frame, valueOf, true) });
  return picture(
    `Control chart of ${chart.title}. Its figures are in the table that follows.`,
    frame,
    line("limit", (each) => each.upperLimit),
    line("limit", (each) => each.lowerLimit),
    line("mean", (each) => each.mean),
    svg("path", {
      class: "app-spc__line",
      d: path(points, frame, (each) => (each.excluded ? undefined : each.value), false),
    }),
    points.flatMap((each, index) =>
      each.value === undefined
        ? []
        : [marker(each.type, each.excluded, frame.x(index), frame.y(each.value))],
    ),
    periodLabels(
      points.map((each) => dateText(each.date)),
      frame,
    ),
    target !== undefined && targetLine(target, frame),
  );
}

function legend(chart: ControlChart): HTMLElement {
  const shown = new Map<string, PointType>();
  for (const { type, value } of chart.points) {
    const { word } = kLooks[type];
    if (word !== "" && value !== undefined && !shown.has(word)) shown.set(word, type);
  }
  const item = (word: string, mark: SVGElement) =>
    h(
      "li",
      {},
      svg("svg", { class: "app-spc__sign", viewBox: "0 0 16 16", "aria-hidden": "true" }, mark),
      word,
    );
  return h(
    "ul",
    { class: "app-spc__legend app-secondary" },
    [...shown].map(([word, type]) => item(word, marker(type, false, 8, 8))),
    item("Mean", svg("path", { class: "app-spc__mean", d: "M0 8L16 8" })),
    item("Limits of usual variation", svg("path", { class: "app-spc__limit", d: "M0 8L16 8" })),
  );
}

function figures(chart: ControlChart): HTMLElement {
  const number = (value: number | undefined) => (value === undefined ? "–" : formatNumber(value));
  return table<ControlPoint>({
    caption: `${chart.title} with limits`,
    captionHidden: true,
    rows: chart.points,
    columns: [
      { title: "Period", header: true, cell: (each) => dateText(each.date) },
      { title: "Value", numeric: true, cell: (each) => number(each.value) },
      { title: "Mean", numeric: true, cell: (each) => number(each.mean) },
      { title: "Lower limit", numeric: true, cell: (each) => number(each.lowerLimit) },
      { title: "Upper limit", numeric: true, cell: (each) => number(each.upperLimit) },
      {
        title: "What it tells",
        cell: (each) => [pointText(each), each.annotation].filter(Boolean).join(". "),
      },
    ],
  });
}

/** A control chart: what it tells in words, the picture, its legend, warnings and figures. */
export function controlChart(chart: ControlChart): HTMLElement {
  const told = [kVariation[chart.variationIcon], kAssurance[chart.assuranceIcon]].filter(Boolean);
  return h(
    "figure",
    { class: "app-figure" },
    h(
      "figcaption",
      { class: "app-secondary" },
      `${chart.title}${chart.unit === "" ? "" : `, in ${chart.unit}`}`,
      chart.illustrative && [" ", illustrativeTag()],
    ),
    told.map((each) => h("p", { class: "app-spc__told" }, `${each}.`)),
    resizing((width) => draw(chart, width)),
    legend(chart),
    h(
      "ul",
      { class: "nhsuk-list nhsuk-list--bullet app-secondary", hidden: chart.warnings.length === 0 },
      chart.warnings.map((each) => h("li", {}, each)),
    ),
    details("periods-table", "The figures as a table", figures(chart)),
    h("p", { class: "app-secondary" }, chart.basis),
  );
}

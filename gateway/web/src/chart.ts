import { h, svg, type Child } from "./dom";
import { formatNumber, formatPeriod } from "./format";
import type { Point } from "./model";

const kDefaultWidth = 640;
const kHeight = 240;
const kMargin = { top: 24, right: 16, bottom: 32, left: 56 };
const kCharacterWidth = 7;
const kLabelGap = 16;
const kLeastLabelledSlot = 30;

/** Lower end, upper end and step of an axis. */
export interface Scale {
  low: number;
  high: number;
  step: number;
}

/**
 * A scale with about four steps of 1, 2 or 5 times a power of ten that holds all values. Whole numbers
 * get whole steps.
 */
export function scaleOf(values: readonly number[], fromZero: boolean): Scale {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const bottom = fromZero || least < (most - least) * 2 ? Math.min(0, least) : least;
  const span = most - bottom || Math.abs(most) || 1;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const fitting = ([1, 2, 5, 10].find((each) => each * power >= span / 4) ?? 10) * power;
  const step = values.every(Number.isInteger) ? Math.max(1, fitting) : fitting;
  const low = Math.floor(bottom / step) * step;
  const high = Math.ceil(most / step) * step;
  return { low, high: high > low ? high : low + step, step };
}

export interface ChartOptions {
  /** Name for screen readers; the figures stand in a table beside the chart. */
  label: string;
  points: readonly Point[];
  /** Columns for things that are counted, a line for levels. */
  shape: "columns" | "line";
  /** A level to reach, in the unit of the points. */
  target?: number | undefined;
}

/** Where values and periods lie in a picture. */
export interface Frame {
  width: number;
  scale: Scale;
  /** Width of one period. */
  slot: number;
  x(index: number): number;
  y(value: number): number;
}

/** The frame of `count` periods that holds all values. */
export function frameOf(
  values: readonly number[],
  count: number,
  fromZero: boolean,
  width: number,
): Frame {
  const scale = scaleOf(values.length > 0 ? values : [0, 1], fromZero);
  const slot = (width - kMargin.left - kMargin.right) / Math.max(1, count);
  const height = kHeight - kMargin.top - kMargin.bottom;
  return {
    width,
    scale,
    slot,
    x: (index) => kMargin.left + slot * (index + 0.5),
    y: (value) => kMargin.top + height * (1 - (value - scale.low) / (scale.high - scale.low)),
  };
}

/** Draws a chart of figures by period, `width` pixels wide. */
export function drawChart(options: ChartOptions, width = kDefaultWidth): SVGSVGElement {
  const { points, shape, target } = options;
  const values = points.flatMap((each) => each.figure.value ?? []);
  const all = target === undefined ? values : [...values, target];
  const frame = frameOf(all, points.length, shape === "columns", width);
  return picture(
    options.label,
    frame,
    shape === "columns" ? columns(points, frame) : line(points, frame),
    periodLabels(
      points.map((each) => formatPeriod(each.startDate, each.endDate)),
      frame,
    ),
    target !== undefined && targetLine(target, frame),
  );
}

/** A picture with its axis. */
export function picture(label: string, frame: Frame, ...children: Child[]): SVGSVGElement {
  return svg(
    "svg",
    {
      class: "app-chart__picture",
      viewBox: `0 0 ${frame.width} ${kHeight}`,
      width: frame.width,
      height: kHeight,
      role: "img",
      "aria-label": label,
    },
    axis(frame),
    children,
  );
}

function axis(frame: Frame): SVGElement[] {
  const { low, high, step } = frame.scale;
  const ticks = Array.from(
    { length: Math.round((high - low) / step) + 1 },
    (_, i) => low + i * step,
  );
  return ticks.flatMap((tick) => [
    svg("line", {
      class: tick === 0 ? "app-chart__base" : "app-chart__grid",
      x1: kMargin.left,
      x2: frame.width - kMargin.right,
      y1: frame.y(tick),
      y2: frame.y(tick),
    }),
    svg(
      "text",
      { class: "app-chart__text", x: kMargin.left - 8, y: frame.y(tick) + 4, "text-anchor": "end" },
      formatNumber(tick, 2),
    ),
  ]);
}

/** Open and partly recorded periods are drawn in outline: they are not to be compared. */
function provisional(point: Point): string {
  return point.partial || !point.closed ? " app-chart__mark--open" : "";
}

function columns(points: readonly Point[], frame: Frame): SVGElement[] {
  const width = Math.min(48, Math.max(2, frame.slot * 0.7));
  const labelled = frame.slot >= kLeastLabelledSlot;
  return points.flatMap((point, index) => {
    const value = point.figure.value;
    if (value === undefined) return [];
    const top = Math.min(frame.y(value), frame.y(0));
    const column = svg("rect", {
      class: `app-chart__mark${provisional(point)}`,
      x: frame.x(index) - width / 2,
      y: top,
      width,
      height: Math.abs(frame.y(value) - frame.y(0)),
    });
    if (!labelled) return [column];
    const text = svg(
      "text",
      { class: "app-chart__value", x: frame.x(index), y: top - 6, "text-anchor": "middle" },
      formatNumber(value),
    );
    return [column, text];
  });
}

/** A line that breaks where there is no figure and where a period is not to be compared. */
function line(points: readonly Point[], frame: Frame): SVGElement[] {
  let path = "";
  let joined = false;
  const dots: SVGElement[] = [];
  points.forEach((point, index) => {
    const value = point.figure.value;
    if (value === undefined) {
      joined = false;
      return;
    }
    const open = provisional(point);
    const at = `${frame.x(index).toFixed(1)} ${frame.y(value).toFixed(1)}`;
    path += open === "" && joined ? `L${at}` : `M${at}`;
    joined = open === "";
    dots.push(
      svg("circle", {
        class: `app-chart__mark${open}`,
        cx: frame.x(index),
        cy: frame.y(value),
        r: 4,
      }),
    );
  });
  return [svg("path", { class: "app-chart__line", d: path }), ...dots];
}

/** As many labels as fit side by side; the outer ones are kept inside the picture. */
export function periodLabels(labels: readonly string[], frame: Frame): SVGElement[] {
  const longest = Math.max(0, ...labels.map((each) => each.length)) * kCharacterWidth;
  const every = Math.max(1, Math.ceil((longest + kLabelGap) / frame.slot));
  return labels.flatMap((label, index) => {
    if (index % every !== 0) return [];
    const beyond = frame.x(index) + longest / 2 > frame.width;
    const x = beyond ? frame.width - 2 : frame.x(index);
    const anchor = beyond ? "end" : "middle";
    return svg(
      "text",
      { class: "app-chart__text", x, y: kHeight - 10, "text-anchor": anchor },
      label,
    );
  });
}

export function targetLine(target: number, frame: Frame): SVGElement[] {
  return [
    svg("line", {
      class: "app-chart__target",
      x1: kMargin.left,
      x2: frame.width - kMargin.right,
      y1: frame.y(target),
      y2: frame.y(target),
    }),
    svg(
      "text",
      {
        class: "app-chart__value",
        x: frame.width - kMargin.right,
        y: frame.y(target) - 6,
        "text-anchor": "end",
      },
      `Target ${formatNumber(target)}`,
    ),
  ];
}

/** A chart of figures by period. */
export function chart(options: ChartOptions): HTMLElement {
  return resizing((width) => drawChart(options, width));
}

/** A picture that is drawn again when its width changes, so that its text keeps its size. */
export function resizing(draw: (width: number) => SVGSVGElement): HTMLElement {
  const holder = h("div", { class: "app-chart" }, draw(kDefaultWidth));
  if (typeof ResizeObserver === "undefined") return holder;
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    const picture = holder.firstElementChild;
    if (width < 1 || picture?.getAttribute("width") === String(width)) return;
    holder.replaceChildren(draw(width));
  });
  observer.observe(holder);
  return holder;
}

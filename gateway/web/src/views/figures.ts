import { chart } from "../chart";
import { h, type Child } from "../dom";
import { formatNumber, formatPeriod, formatValue } from "../format";
import type { Figure, Point, SupportingFigure } from "../model";
import { illustrativeTag } from "../status";
import { table } from "../table";
import { details, printAsIs } from "./messages";

/** What a figure was computed from: "12 of 40"; empty where there is nothing to say. */
export function basisText(figure: Figure): string {
  if (!figure.denominator || figure.numerator === undefined) return "";
  return `${formatNumber(figure.numerator)} of ${formatNumber(figure.denominator)}`;
}

/** What a reader must know about a period before comparing it. */
export function periodNote(point: Point): string {
  if (point.partial) return "Not all records are there: left out of comparisons";
  return point.closed ? "" : "Not over yet";
}

/** Unit as it stands in a heading: "Figure (events)"; percents carry their sign at every value. */
function figureTitle(unit: string): string {
  return unit === "" || unit === "%" ? "Figure" : `Figure (${unit})`;
}

function figureText(figure: Figure, unit: string): string {
  return formatValue(figure.value, unit === "%" ? "%" : "");
}

function allIllustrative(points: readonly Point[]): boolean {
  return points.every((each) => each.figure.illustrative);
}

/** Figures by period as a table. What is illustrative as a whole says so above it, once. */
export function pointsTable(points: readonly Point[], unit: string, caption: string): HTMLElement {
  const all = allIllustrative(points);
  const basis = points.some((each) => each.figure.denominator !== undefined);
  const notes = points.some(
    (each) => periodNote(each) !== "" || (each.figure.illustrative && !all),
  );
  return table<Point>({
    caption,
    captionHidden: true,
    narrow: true,
    rows: points,
    columns: [
      { title: "Period", header: true, cell: (each) => formatPeriod(each.startDate, each.endDate) },
      { title: figureTitle(unit), numeric: true, cell: (each) => figureText(each.figure, unit) },
      ...(basis
        ? [{ title: "From", numeric: true, cell: (each: Point) => basisText(each.figure) || "–" }]
        : []),
      ...(notes ? [{ title: "Note", cell: (each: Point) => pointNotes(each, all) }] : []),
    ],
  });
}

function pointNotes(point: Point, all: boolean): Child {
  const text = periodNote(point);
  const tag = point.figure.illustrative && !all;
  return [text || (!tag && "–"), tag && [" ", illustrativeTag()]];
}

export interface PeriodsOptions {
  id: string;
  title: string;
  points: readonly Point[];
  unit: string;
  shape: "columns" | "line";
  target?: number | undefined;
  /** The table is shown from the start. */
  open: boolean;
}

/** A chart of figures by period with the same figures as a table. */
export function periods(options: PeriodsOptions): HTMLElement {
  const { title, points, unit } = options;
  const first = points[0];
  const last = points[points.length - 1];
  const span =
    first && last
      ? `${formatPeriod(first.startDate, first.endDate)} to ${formatPeriod(last.startDate, last.endDate)}`
      : "";
  const label = `Chart of ${title}, ${span}. The figures are in the table that follows.`;
  const data = details(options.id, "The figures as a table", pointsTable(points, unit, title));
  data.open = options.open;
  return h(
    "figure",
    { class: "app-figure" },
    h(
      "figcaption",
      { class: "app-secondary" },
      `${title}${unit === "" ? "" : `, in ${unit}`}`,
      allIllustrative(points) && [" ", illustrativeTag()],
    ),
    chart({ label, points, shape: options.shape, target: options.target }),
    points.some((each) => !each.closed || each.partial) &&
      h(
        "p",
        { class: "app-secondary" },
        "In outline: periods that are not over or not fully recorded.",
      ),
    data,
  );
}

/** Figures that do not decide a status. */
export function supportingFigures(
  figures: readonly SupportingFigure[],
  idPrefix: string,
): HTMLElement[] {
  if (figures.length === 0) return [];
  const basis = figures.some((each) => basisText(each.figure) !== "");
  const summary = table<SupportingFigure>({
    caption: "Supporting figures",
    captionHidden: true,
    rows: figures,
    columns: [
      {
        title: "Figure",
        header: true,
        cell: (each) => each.label || each.indicator,
      },
      {
        title: "Value",
        numeric: true,
        cell: (each) => formatValue(each.figure.value, each.unit),
      },
      ...(basis
        ? [
            {
              title: "From",
              numeric: true,
              cell: (each: SupportingFigure) => basisText(each.figure) || "–",
            },
          ]
        : []),
      ...(figures.some((each) => each.figure.illustrative)
        ? [
            {
              title: "Note",
              cell: (each: SupportingFigure) =>
                each.figure.illustrative ? illustrativeTag() : "–",
            },
          ]
        : []),
    ],
  });
  const series = figures
    .filter((each) => each.points.length > 0)
    .map((each, index) => seriesDetails(each, `${idPrefix}-${index}`));
  return [summary, ...series];
}

function seriesDetails(figure: SupportingFigure, id: string): HTMLElement {
  const title = figure.label || figure.indicator;
  const part = details(
    `${id}-series`,
    `${title} by period`,
    periods({
      id: `${id}-table`,
      title,
      points: figure.points,
      unit: figure.unit,
      shape: figure.figure.denominator === undefined ? "columns" : "line",
      open: true,
    }),
  );
  return printAsIs(part);
}

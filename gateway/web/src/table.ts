import { h, type Child } from "./dom";

/** A column of a table. */
export interface TableColumn<T> {
  /** Words of the heading; they label each value on a narrow screen. */
  title: string;
  /** What stands in the heading instead, such as a link or a button with the same words. */
  heading?: Child;
  cell(row: T): Child;
  /** Its cells name their rows. */
  header?: boolean;
  numeric?: boolean;
  /** Sorting state for assistive technology, where the column can be sorted. */
  sort?: "ascending" | "descending" | "none";
}

export interface TableOptions<T> {
  caption: Child;
  /** The caption is for screen readers alone, as a heading says the same. */
  captionHidden?: boolean;
  /** It has few and short columns, so that it stays a table on a narrow screen. */
  narrow?: boolean;
  columns: readonly TableColumn<T>[];
  rows: readonly T[];
}

/**
 * A table after the NHS design system that becomes a list of labelled values on a narrow screen. The
 * roles keep its meaning for screen readers when the style sheet changes its display.
 */
export function table<T>(options: TableOptions<T>): HTMLTableElement {
  const { columns } = options;
  const stacking = options.narrow ? "" : " nhsuk-table--responsive";
  const caption = options.captionHidden ? "nhsuk-u-visually-hidden" : "nhsuk-table__caption--s";
  return h(
    "table",
    { class: `nhsuk-table nhsuk-table--compact app-table${stacking}`, role: "table" },
    h("caption", { class: `nhsuk-table__caption ${caption}` }, options.caption),
    h(
      "thead",
      { class: "nhsuk-table__head", role: "rowgroup" },
      h("tr", { class: "nhsuk-table__row", role: "row" }, columns.map(heading)),
    ),
    h(
      "tbody",
      { class: "nhsuk-table__body", role: "rowgroup" },
      options.rows.map((row) =>
        h(
          "tr",
          { class: "nhsuk-table__row", role: "row" },
          columns.map((column) => cell(column, row, options.narrow === true)),
        ),
      ),
    ),
  );
}

function heading<T>(column: TableColumn<T>): HTMLElement {
  const numeric = column.numeric ? " nhsuk-table__header--numeric" : "";
  return h(
    "th",
    {
      class: `nhsuk-table__header${numeric}`,
      scope: "col",
      role: "columnheader",
      "aria-sort": column.sort,
    },
    column.heading ?? column.title,
  );
}

function cell<T>(column: TableColumn<T>, row: T, narrow: boolean): HTMLElement {
  const label =
    !narrow && h("span", { class: "nhsuk-table__heading", "aria-hidden": "true" }, column.title);
  const content = h("div", { class: "app-table__content" }, column.cell(row));
  if (column.header) {
    return h(
      "th",
      { class: "nhsuk-table__header", scope: "row", role: "rowheader" },
      label,
      content,
    );
  }
  const numeric = column.numeric ? " nhsuk-table__cell--numeric" : "";
  return h("td", { class: `nhsuk-table__cell${numeric}`, role: "cell" }, label, content);
}

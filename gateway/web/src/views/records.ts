import { recordsPath, type Api, type PageRequest, type RecordPage } from "../api";
import type { Json } from "../decode";
import { h, replace, type Child } from "../dom";
import { lastSegment, plural, shorten } from "../format";
import type { Outcome, RecordsLink } from "../model";
import { cellText, columnsOf, orderOf, splitName, type Column } from "../records";
import { hrefOf, type Place } from "../router";
import { illustrativeTag } from "../status";
import { table, type TableColumn } from "../table";
import { details, failureNote, loading } from "./messages";

const kPageSize = 10;
const kMostCellText = 120;

export interface RecordsOptions {
  api: Api;
  place: Place;
  titles: ReadonlyMap<string, string>;
}

/** The records behind an outcome: the first list at once, the others on demand. */
export function recordsSections(outcome: Outcome, options: RecordsOptions): HTMLElement[] {
  if (outcome.records.length === 0) return [];
  return [
    h(
      "section",
      { class: "app-section", "aria-labelledby": "records" },
      h("h2", { id: "records", class: "nhsuk-heading-m" }, "The records behind it"),
      outcome.records.map((link, index) => {
        const browser = new RecordsBrowser(link, outcome.id, options);
        const part = details(`records-${index}`, link.title, browser.element);
        part.addEventListener("toggle", () => part.open && browser.open());
        part.open = index === 0;
        if (part.open) browser.open();
        return part;
      }),
    ),
  ];
}

/**
 * One list of records, page by page. Tokens of the pages before are kept, as the server gives only
 * the way forward. An answer that a later request has overtaken is dropped.
 */
export class RecordsBrowser {
  readonly element = h("div", { class: "app-records" });
  private readonly tokens: string[] = [""];
  private order: { column: Column; descending: boolean } | undefined;
  private opened = false;
  private request = 0;

  constructor(
    private readonly link: RecordsLink,
    private readonly outcomeId: string | undefined,
    private readonly options: RecordsOptions,
  ) {}

  /** Loads the first page, once. */
  open(): void {
    if (this.opened) return;
    this.opened = true;
    void this.load(false);
  }

  private pageRequest(): PageRequest {
    return {
      pageSize: kPageSize,
      pageToken: this.tokens[this.tokens.length - 1] ?? "",
      orderBy: this.order ? orderOf(this.order.column, this.order.descending) : "",
    };
  }

  private async load(moveFocus: boolean): Promise<void> {
    this.request += 1;
    const own = this.request;
    if (!moveFocus) replace(this.element, loading("records"));
    let content: Child;
    try {
      const page = await this.options.api.records(this.link, this.pageRequest());
      content = this.page(page);
    } catch (error) {
      content = failureNote(error, () => void this.load(false));
    }
    if (own !== this.request) return;
    replace(this.element, content);
    if (moveFocus) this.element.querySelector<HTMLElement>("[tabindex='-1']")?.focus();
  }

  private page(page: RecordPage): Child {
    const number = this.tokens.length;
    if (page.records.length === 0 && number === 1) {
      return [h("p", {}, "There are no records yet."), this.jsonLink()];
    }
    const last = page.nextPageToken === "";
    const extent = number === 1 && last ? plural(page.records.length, "record") : `Page ${number}`;
    return [
      h(
        "p",
        { tabindex: -1, class: "app-secondary" },
        `${extent}${number > 1 && last ? ", the last" : ""}`,
      ),
      h(
        "div",
        { class: "app-records__table" },
        table<Json>({
          caption: this.link.title,
          captionHidden: true,
          rows: page.records,
          columns: this.columns(page.records),
        }),
      ),
      this.pager(page),
      this.jsonLink(),
    ];
  }

  private columns(records: readonly Json[]): TableColumn<Json>[] {
    const columns: TableColumn<Json>[] = columnsOf(records).map((column) => ({
      title: column.title,
      header: column.kind === "id",
      numeric: column.kind === "number",
      ...(column.sortable
        ? { heading: this.sortButton(column), sort: this.sortState(column) }
        : {}),
      cell: (record) => this.cell(column, record),
    }));
    if (records.some((each) => each["illustrative"] === true)) {
      columns.push({
        title: "Note",
        cell: (record) => (record["illustrative"] === true ? illustrativeTag() : "–"),
      });
    }
    return columns;
  }

  private cell(column: Column, record: Json): Child {
    const value = record[column.key];
    if (column.kind === "id" && typeof value === "string") {
      const name = splitName(value);
      if (!name) return lastSegment(value);
      const { place } = this.options;
      const outcome = this.outcomeId === undefined ? {} : { outcome: this.outcomeId };
      const href = hrefOf({ view: "record", ...place, ...name, ...outcome });
      return h("a", { href }, name.id);
    }
    const shown = shorten(cellText(column.key, value, this.options.titles), kMostCellText) || "–";
    return column.kind === "date" ? h("span", { class: "app-whole" }, shown) : shown;
  }

  private sortState(column: Column): "ascending" | "descending" | "none" {
    if (this.order?.column.key !== column.key) return "none";
    return this.order.descending ? "descending" : "ascending";
  }

  private sortButton(column: Column): HTMLElement {
    const state = this.sortState(column);
    const arrow = { ascending: " ▲", descending: " ▼", none: "" }[state];
    return h(
      "button",
      {
        class: "app-sort",
        type: "button",
        onclick: () => {
          this.order = { column, descending: state === "ascending" };
          this.tokens.splice(0, this.tokens.length, "");
          void this.load(true);
        },
      },
      column.title,
      arrow !== "" && h("span", { "aria-hidden": "true" }, arrow),
    );
  }

  private pager(page: RecordPage): HTMLElement | undefined {
    const back = this.tokens.length > 1;
    const forward = page.nextPageToken !== "";
    if (!back && !forward) return undefined;
    return h(
      "nav",
      { class: "app-pager", "aria-label": `Pages of ${this.link.title}` },
      back &&
        pageButton("Previous page", () => {
          this.tokens.pop();
          void this.load(true);
        }),
      forward &&
        pageButton("Next page", () => {
          this.tokens.push(page.nextPageToken);
          void this.load(true);
        }),
    );
  }

  private jsonLink(): HTMLElement {
    const path = recordsPath(this.link, this.pageRequest());
    return h("p", { class: "app-secondary" }, h("a", { href: path }, "This list as JSON"));
  }
}

function pageButton(title: string, go: () => void): HTMLElement {
  return h(
    "button",
    {
      class: "nhsuk-button nhsuk-button--secondary nhsuk-button--small app-button",
      type: "button",
      onclick: go,
    },
    title,
  );
}

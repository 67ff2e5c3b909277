import type { Json } from "./decode";
import {
  formatInstant,
  formatMonth,
  formatNumber,
  formatShortDay,
  lastSegment,
  words,
} from "./format";

/** How the values of a column are shown. */
export type ColumnKind = "id" | "text" | "word" | "date" | "number";

/** A column of a table of records, chosen from what the records hold. */
export interface Column {
  /** Field name in JSON. */
  key: string;
  title: string;
  kind: ColumnKind;
  /** The list can be sorted by it. */
  sortable: boolean;
}

const kHousekeeping = new Set([
  "name",
  "etag",
  "createTime",
  "updateTime",
  "deleteTime",
  "illustrative",
  "ownerRole",
  "notes",
  "serviceLine",
  "state",
  "status",
]);
const kTitles = ["title", "subject", "topic", "theme", "label", "skill", "issueNumber"];
const kDate = /^\d{4}-\d{2}(-\d{2})?$/;
const kTimestamp = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const kWord = /^[A-Z][A-Z0-9_]+$/;
const kName = /^organisations\/[^/]+\/[^/]+\/[^/]+$/;
const kMostOfAKind: Record<ColumnKind, number> = { id: 1, text: 2, word: 2, date: 3, number: 3 };
const kMostFactColumns = 8;
const kMostColumns = 10;

/**
 * Chooses the columns that let a reader recognise a record and check a figure against it: what it
 * is called, its kind, state, service line, dates and counts. Records of facts have no name; of them
 * the first fields are shown.
 */
export function columnsOf(records: readonly Json[]): Column[] {
  const keys = [...new Set(records.flatMap((each) => Object.keys(each)))];
  const columns = new Map<string, Column>();
  for (const key of keys) {
    const column = columnFor(key, records);
    if (column) columns.set(key, column);
  }
  if (!columns.has("name")) return [...columns.values()].slice(0, kMostFactColumns);
  const chosen = [...columns.values()].filter((each) => !kHousekeeping.has(each.key));
  const some = (kind: ColumnKind) =>
    chosen.filter((each) => each.kind === kind).slice(0, kMostOfAKind[kind]);
  const fixed = (...names: string[]) => names.flatMap((name) => columns.get(name) ?? []);
  return [
    ...fixed("name"),
    ...titlesOf(chosen),
    ...some("word"),
    ...fixed("state", "status", "serviceLine"),
    ...some("date"),
    ...some("number").filter((each) => !kTitles.includes(each.key)),
  ].slice(0, kMostColumns);
}

function titlesOf(columns: readonly Column[]): Column[] {
  const known = kTitles.flatMap((key) => columns.filter((each) => each.key === key));
  const alike = columns.filter((each) => /(Title|Name)$/.test(each.key));
  return [...known, ...alike].slice(0, kMostOfAKind.text);
}

function columnFor(key: string, records: readonly Json[]): Column | undefined {
  const values = records.map((each) => each[key]).filter((each) => each !== undefined);
  const kind = kindOf(key, values);
  if (kind === undefined || key === "illustrative") return undefined;
  const title = kind === "id" ? "Record" : words(key.replace(/Date$/, ""));
  return { key, title, kind, sortable: kind !== "id" && kind !== "text" };
}

function kindOf(key: string, values: readonly unknown[]): ColumnKind | undefined {
  if (key === "name") return "id";
  if (values.every((each) => typeof each === "number")) return "number";
  if (!values.every((each) => typeof each === "string")) return undefined;
  const texts = values as readonly string[];
  if (texts.every((each) => kDate.test(each))) return "date";
  if (key === "serviceLine" || texts.every((each) => kWord.test(each) || kName.test(each))) {
    return "word";
  }
  return texts.some((each) => each.length > 300) ? undefined : "text";
}

/** Text of the value of a field; `titles` gives names for identifiers. */
export function cellText(key: string, value: unknown, titles: ReadonlyMap<string, string>): string {
  if (typeof value === "number") return formatNumber(value, 2);
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value !== "string") return "";
  if (kTimestamp.test(value)) return formatInstant(value);
  if (kDate.test(value)) return value.length === 7 ? formatMonth(value) : formatShortDay(value);
  if (kName.test(value)) return titles.get(lastSegment(value)) ?? lastSegment(value);
  if (kTitles.includes(key)) return value;
  return titles.get(value) ?? (kWord.test(value) ? words(value) : value);
}

/** `orderBy` for a column: the contract's spelling of its field and the direction. */
export function orderOf(column: Column, descending: boolean): string {
  const field = column.key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return descending ? `${field} desc` : field;
}

/** Identity of a record in a resource name: its collection and the last segment. */
export function splitName(name: string): { collection: string; id: string } | undefined {
  if (!kName.test(name)) return undefined;
  const [, , collection = "", id = ""] = name.split("/");
  return { collection, id };
}

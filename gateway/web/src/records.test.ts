import { describe, expect, it } from "vitest";

import { records } from "../dev/fixtures/index";
import { cellText, columnsOf, orderOf, splitName } from "./records";

const kTitles = new Map([["camhs", "Child and adolescent"]]);

describe("columns", () => {
  it("let a reader recognise a record and check a figure", () => {
    expect(columnsOf(records("swlstg", "trainingEvents")).map((each) => each.key)).toEqual([
      "name",
      "title",
      "rcotPillar",
      "programme",
      "state",
      "serviceLine",
      "date",
      "places",
      "hours",
      "attendance",
    ]);
  });

  it("leave out housekeeping and what holds lists or parts", () => {
    const [record] = records("swlstg", "trainingEvents");
    const keys = columnsOf([{ ...record, steps: [{ text: "a" }], window: { start: "b" } }]).map(
      (each) => each.key,
    );
    for (const key of ["etag", "createTime", "notes", "tags", "steps", "window", "illustrative"]) {
      expect(keys).not.toContain(key);
    }
  });

  it("appear if any record of the page has them, as defaults are left out", () => {
    const page = [{ name: "organisations/a/b/c" }, { name: "organisations/a/b/d", count: 3 }];
    expect(columnsOf(page).map((each) => each.key)).toEqual(["name", "count"]);
  });

  it("of facts, which have no name, are their first fields", () => {
    const fact = { recordId: "r-1", date: "2026-03-04", team: "T1", minutes: 45 };
    expect(columnsOf([fact]).map((each) => each.key)).toEqual([
      "recordId",
      "date",
      "team",
      "minutes",
    ]);
  });

  it("of an empty page are none", () => {
    expect(columnsOf([])).toEqual([]);
  });

  it("sort by the contract's spelling of a field", () => {
    const column = {
      key: "completedDate",
      title: "Completed",
      kind: "date",
      sortable: true,
    } as const;
    expect(orderOf(column, false)).toBe("completed_date");
    expect(orderOf(column, true)).toBe("completed_date desc");
  });
});

describe("values", () => {
  it.each([
    ["state", "IN_PROGRESS", "In progress"],
    ["serviceLine", "camhs", "Child and adolescent"],
    ["month", "2026-03", "Mar 2026"],
    ["date", "2026-03-04", "4 Mar 2026"],
    ["programme", "organisations/a/programmes/plus", "plus"],
    ["title", "CPD", "CPD"],
    ["createTime", "2026-07-01T10:00:00Z", "1 July 2026 at 11:00am"],
    ["hours", 3.25, "3.25"],
    ["joint", true, "Yes"],
    ["steps", undefined, ""],
  ])("of %s, %s, are shown as %s", (key, value, shown) => {
    expect(cellText(key, value, kTitles)).toBe(shown);
  });

  it("that name a record lead to it", () => {
    expect(splitName("organisations/a/bulletins/b1")).toEqual({
      collection: "bulletins",
      id: "b1",
    });
    expect(splitName("organisations/a")).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";

import { hrefOf, parseRoute, placeOf, type Route } from "./router";

describe("routes", () => {
  const known: [string, Route][] = [
    ["#/", { view: "organisations" }],
    ["#/swlstg", { view: "dashboard", org: "swlstg" }],
    ["#/swlstg?status=AT_RISK", { view: "dashboard", org: "swlstg", status: "AT_RISK" }],
    ["#/swlstg/pillars/workforce", { view: "dashboard", org: "swlstg", pillar: "workforce" }],
    ["#/swlstg/outcomes/workforce.cpd", { view: "outcome", org: "swlstg", id: "workforce.cpd" }],
    [
      "#/swlstg/outcomes/workforce.cpd?asOf=2026-03-31",
      { view: "outcome", org: "swlstg", id: "workforce.cpd", asOf: "2026-03-31" },
    ],
    ["#/swlstg/lines/camhs", { view: "line", org: "swlstg", line: "camhs" }],
    [
      "#/swlstg/records/bulletins/a1?outcome=workforce.bulletins",
      {
        view: "record",
        org: "swlstg",
        collection: "bulletins",
        id: "a1",
        outcome: "workforce.bulletins",
      },
    ],
  ];

  it.each(known)("%s is read and written the same", (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
    expect(hrefOf(route)).toBe(hash);
  });

  it("begin at the organisations without an address", () => {
    expect(parseRoute("")).toEqual({ view: "organisations" });
  });

  it("that lead nowhere are unknown and never an error", () => {
    expect(parseRoute("#/swlstg/nothing/here")).toEqual({ view: "unknown" });
    expect(parseRoute("#/a/b/c/d/e")).toEqual({ view: "unknown" });
    expect(parseRoute("#/%E0%A4%A")).toEqual({ view: "unknown" });
  });

  it("leave out a status or a day that is none", () => {
    expect(parseRoute("#/swlstg?status=BAD&asOf=today")).toEqual({
      view: "dashboard",
      org: "swlstg",
    });
  });

  it("keep names with odd characters whole", () => {
    const route: Route = { view: "outcome", org: "a", id: "x/y?z" };
    expect(parseRoute(hrefOf(route))).toEqual(route);
  });

  it("know their place", () => {
    expect(placeOf(parseRoute("#/swlstg/lines/camhs?asOf=2026-01-02"))).toEqual({
      org: "swlstg",
      asOf: "2026-01-02",
    });
    expect(placeOf({ view: "organisations" })).toBeUndefined();
  });
});

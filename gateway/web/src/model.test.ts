import { describe, expect, it } from "vitest";

import { kDashboards } from "../dev/fixtures/index";
import { membersOf, outcomesOf, pillarOf } from "./model";
import { decodeDashboard, decodeOrganisations, decodeOutcome } from "./model_json";

describe("a dashboard", () => {
  it("of which everything was left out as default is read with its defaults", () => {
    const dashboard = decodeDashboard({});
    expect(dashboard.pillars).toEqual([]);
    expect(dashboard.partial).toBe(false);
    expect(dashboard.planSharePassed).toBe(0);
    expect(dashboard.counts.ACHIEVED).toBe(0);
  });

  it("gives all outcomes of the fixture in their order", () => {
    const dashboard = decodeDashboard(kDashboards["swlstg"]);
    expect(outcomesOf(dashboard)).toHaveLength(22);
    expect(outcomesOf(dashboard)[0]?.id).toBe("workforce.preceptorship-plus");
    expect(pillarOf(dashboard, "evidence.students")?.number).toBe(2);
    expect(pillarOf(dashboard, "nothing")).toBeUndefined();
  });

  it("counts as many outcomes as it holds", () => {
    const dashboard = decodeDashboard(kDashboards["swlstg"]);
    const sum = Object.values(dashboard.counts).reduce((total, each) => total + each, 0);
    expect(sum).toBe(22);
  });

  it("reads 64-bit integers, which JSON has as strings", () => {
    const dashboard = decodeDashboard({
      panels: [{ service: "evidence", state: "STALE", ageSeconds: "95" }],
    });
    expect(dashboard.panels[0]).toEqual({
      service: "evidence",
      state: "STALE",
      ageSeconds: 95,
      reason: "",
    });
  });

  it("passes over fields of an unexpected kind", () => {
    const dashboard = decodeDashboard({ title: 7, pillars: "none", panels: [null, 3] });
    expect(dashboard.title).toBe("");
    expect(dashboard.pillars).toEqual([]);
    expect(dashboard.panels).toHaveLength(2);
  });
});

describe("an outcome", () => {
  it("keeps a value of nought apart from no value", () => {
    expect(decodeOutcome({ value: 0 }).value).toBe(0);
    expect(decodeOutcome({}).value).toBeUndefined();
    expect(decodeOutcome({ value: "NaN" }).value).toBeUndefined();
  });

  it("without a status, or with one of a newer server, has no data", () => {
    expect(decodeOutcome({}).status).toBe("NO_DATA");
    expect(decodeOutcome({ status: "POSTPONED" }).status).toBe("NO_DATA");
  });

  it("names a member by its identifier where it has no title", () => {
    expect(decodeOutcome({ matrix: [{ member: "camhs" }] }).matrix[0]?.title).toBe("camhs");
  });

  it("gives the members of a dimension once each", () => {
    const outcomes = outcomesOf(decodeDashboard(kDashboards["swlstg"]));
    expect(membersOf(outcomes, "service_line").map((each) => each.member)).toEqual([
      "acute-urgent-care",
      "community",
      "camhs",
      "older-people",
      "forensic-specialist",
    ]);
  });
});

describe("organisations", () => {
  it("are called by their name where they have no title", () => {
    expect(decodeOrganisations({ organisations: [{ name: "organisations/a" }] })[0]?.title).toBe(
      "organisations/a",
    );
    expect(decodeOrganisations({})).toEqual([]);
  });
});

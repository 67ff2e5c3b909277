import { describe, expect, it } from "vitest";

import { Api, chartPath } from "../api";
import { decodeControlChart } from "../control_chart";
import { decodeOutcome } from "../model_json";
import { controlChart, pointText } from "./control_chart";

const kLimits = { mean: 100, lowerLimit: 80, upperLimit: 120, group: 0 };
const kAnswer = {
  chart: "XMR",
  basis: "The rules of NHSRplotthedots.",
  target: 130,
  points: [
    { ...kLimits, date: "2026-01-01", value: 98, pointType: "COMMON_CAUSE" },
    { ...kLimits, date: "2026-02-01", pointType: "COMMON_CAUSE" },
    {
      ...kLimits,
      date: "2026-03-01",
      value: 125,
      pointType: "SPECIAL_CAUSE_IMPROVEMENT",
      rule: "ABOVE_UPPER_LIMIT",
      annotation: "New team",
    },
    { date: "2026-04-01", value: 70, pointType: "SPECIAL_CAUSE_CONCERN", rule: "SHIFT_BELOW", group: 1 },
    { date: "2026-05-01", value: 3, excluded: true, pointType: "COMMON_CAUSE", group: 1 },
    { date: "2026-06-01", withheld: true, group: 1 },
  ],
  variationIcon: "IMPROVEMENT_HIGH",
  assuranceIcon: "FAIL",
  warnings: [{ kind: "SHORT_GROUP", text: "Group 1 has fewer than 13 points." }],
  source: { title: "OT interventions", unit: "interventions", illustrative: true },
};

function shown(): HTMLElement {
  return controlChart(decodeControlChart(kAnswer));
}

describe("a control chart", () => {
  it("says in words what the picture tells", () => {
    const text = shown().textContent ?? "";
    expect(text).toContain("Special cause of improvement: the values are higher.");
    expect(text).toContain("The target will not be met unless the process changes.");
    expect(text).toContain("Group 1 has fewer than 13 points.");
    expect(text).toContain("OT interventions, in interventions");
    expect(text).toContain("The rules of NHSRplotthedots.");
  });

  it("marks each kind of point with a shape of its own, and none where there is no value", () => {
    const picture = shown().querySelector(".app-chart svg") as SVGElement;
    expect(picture.querySelectorAll("circle.app-spc__mark--common")).toHaveLength(2);
    expect(picture.querySelectorAll("rect.app-spc__mark--improvement")).toHaveLength(1);
    expect(picture.querySelectorAll("path.app-spc__mark--concern")).toHaveLength(1);
    expect(picture.querySelectorAll(".app-spc__mark--out")).toHaveLength(1);
  });

  it("draws limits where they are defined alone, and breaks lines at gaps", () => {
    const picture = shown().querySelector(".app-chart svg") as SVGElement;
    const mean = picture.querySelector(".app-spc__mean")?.getAttribute("d") ?? "";
    expect(mean.match(/[ML]/g)).toEqual(["M", "L", "L"]);
    const line = picture.querySelector(".app-spc__line")?.getAttribute("d") ?? "";
    expect(line.match(/[ML]/g)).toEqual(["M", "M", "L"]);
  });

  it("has its figures in a table", () => {
    const rows = [...shown().querySelectorAll("tbody tr")].map((row) =>
      [...row.querySelectorAll("th, td")].map((cell) => cell.lastChild?.textContent),
    );
    expect(rows[0]?.join("|")).toContain("Jan 2026|98|100|80|120|Common cause");
    expect(rows[1]?.join("|")).toContain("–");
    expect(rows[2]?.join("|")).toContain("Improvement: above upper limit. New team");
    expect(rows[3]?.join("|")).toContain("70|–|–|–|Concern: shift below");
    expect(rows[4]?.join("|")).toContain("left out of lines and signals");
    expect(rows[5]?.join("|")).toContain("Not shown: too few people");
  });

  it("takes no value of an unexpected kind for a number", () => {
    const { points } = decodeControlChart({ points: [{ value: "NaN", mean: null }] });
    expect(points[0]?.value).toBeUndefined();
    expect(points[0] && pointText(points[0])).toBe("");
  });
});

describe("the chart of an outcome", () => {
  const path = "/v1/organisations/a/indicators/o.x:chart?outcome=o.y";

  it("is asked for on the day of the page", async () => {
    const asked: string[] = [];
    const api = new Api(async (input) => {
      asked.push(String(input));
      return new Response(JSON.stringify(kAnswer));
    });
    const place = { org: "a", asOf: "2026-06-15" };
    await api.controlChart(decodeOutcome({ chartPath: path }), place);
    expect(asked).toEqual([`${path}&asOf=2026-06-15`]);
    expect(await api.controlChart(decodeOutcome({}), place)).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  it("is not fetched from elsewhere", () => {
    for (const bad of ["https://a.example/v1/x:chart?outcome=y", `${path}&x=1`, "//a/v1/b:chart?outcome=c"]) {
      expect(() => chartPath(bad, { org: "a" })).toThrow();
    }
  });
});

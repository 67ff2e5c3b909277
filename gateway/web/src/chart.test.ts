import { describe, expect, it } from "vitest";

import { shareBar, valueBar } from "./bars";
import { drawChart, scaleOf } from "./chart";
import { decodeOutcome } from "./model_json";

const kPoints = decodeOutcome({
  points: [
    { startDate: "2026-01-01", endDate: "2026-01-31", figure: { value: 4 }, closed: true },
    { startDate: "2026-02-01", endDate: "2026-02-28", figure: {}, closed: true },
    {
      startDate: "2026-03-01",
      endDate: "2026-03-31",
      figure: { value: 2 },
      closed: true,
      partial: true,
    },
    { startDate: "2026-04-01", endDate: "2026-04-30", figure: { value: 6 } },
  ],
}).points;

function numberOf(element: Element | null | undefined, name: string): number {
  return Number(element?.getAttribute(name));
}

describe("a scale", () => {
  it("holds all values on round steps", () => {
    expect(scaleOf([0, 7], true)).toEqual({ low: 0, high: 8, step: 2 });
    expect(scaleOf([745, 1030], true)).toEqual({ low: 0, high: 1500, step: 500 });
    expect(scaleOf([-3, 9], true)).toEqual({ low: -5, high: 10, step: 5 });
  });

  it("counts whole things in whole steps", () => {
    expect(scaleOf([0, 1, 2], true).step).toBe(1);
  });

  it("has an extent even where all values are the same", () => {
    for (const values of [[0], [5, 5], [-2]]) {
      const { low, high } = scaleOf(values, true);
      expect(high).toBeGreaterThan(low);
    }
  });
});

describe("a chart", () => {
  it("of columns draws a value where there is one, with its number", () => {
    const picture = drawChart({ label: "Events", points: kPoints, shape: "columns" });
    expect(picture.querySelectorAll("rect")).toHaveLength(3);
    expect(
      [...picture.querySelectorAll(".app-chart__value")].map((each) => each.textContent),
    ).toEqual(["4", "2", "6"]);
    expect(picture.getAttribute("role")).toBe("img");
    expect(picture.getAttribute("aria-label")).toBe("Events");
  });

  it("draws open and partly recorded periods in outline", () => {
    const picture = drawChart({ label: "", points: kPoints, shape: "columns" });
    expect(
      [...picture.querySelectorAll("rect")].map((each) =>
        each.classList.contains("app-chart__mark--open"),
      ),
    ).toEqual([false, true, true]);
  });

  it("of a line breaks where there is no figure and where a period is not to be compared", () => {
    const picture = drawChart({ label: "", points: kPoints, shape: "line" });
    expect(picture.querySelector("path")?.getAttribute("d")).toMatch(/^M[\d. ]+M[\d. ]+M[\d. ]+$/);
    expect(picture.querySelectorAll("circle")).toHaveLength(3);
  });

  it("puts higher values higher", () => {
    const dots = drawChart({ label: "", points: kPoints, shape: "line" }).querySelectorAll(
      "circle",
    );
    expect(numberOf(dots[2], "cy")).toBeLessThan(numberOf(dots[0], "cy"));
  });

  it("without any point is still a picture", () => {
    expect(
      drawChart({ label: "", points: [], shape: "columns" }).querySelector("line"),
    ).not.toBeNull();
  });
});

describe("a bar", () => {
  it("shows value and target on one scale", () => {
    const bar = valueBar(2, 5, "2 of 5");
    expect(numberOf(bar?.querySelector(".app-bar__value"), "width")).toBeCloseTo(40);
    expect(numberOf(bar?.querySelector(".app-bar__target"), "x")).toBe(99);
    expect(bar?.getAttribute("aria-label")).toBe("2 of 5");
  });

  it("leaves room for a value above the target and below nought", () => {
    expect(numberOf(valueBar(4, 2, "")?.querySelector(".app-bar__target"), "x")).toBe(50);
    const below = valueBar(-5, 20, "")?.querySelector(".app-bar__value");
    expect([numberOf(below, "x"), numberOf(below, "width")]).toEqual([0, 20]);
  });

  it("is left out without a value or a target", () => {
    expect(valueBar(undefined, 5, "")).toBeUndefined();
    expect(valueBar(5, undefined, "")).toBeUndefined();
  });

  it("of shares adds up to the whole", () => {
    const bar = shareBar(
      [
        { slug: "a", count: 1 },
        { slug: "b", count: 0 },
        { slug: "c", count: 3 },
      ],
      "",
    );
    const widths = [...bar.querySelectorAll("rect")].map((each) => numberOf(each, "width"));
    expect(widths).toEqual([25, 75]);
  });
});

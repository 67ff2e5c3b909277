import { describe, expect, it } from "vitest";

import {
  formatAge,
  formatDay,
  formatInstant,
  formatNumber,
  formatPeriod,
  formatShare,
  formatShortDay,
  formatValue,
  lastSegment,
  parseDay,
  plural,
  shorten,
  words,
} from "./format";

describe("days", () => {
  it("are written in British order whatever the machine's time zone", () => {
    expect(formatDay("2026-11-21")).toBe("21 November 2026");
    expect(formatShortDay("2026-01-01")).toBe("1 Jan 2026");
  });

  it("that do not exist stay as they came", () => {
    expect(parseDay("2026-02-30")).toBeUndefined();
    expect(formatDay("2026-02-30")).toBe("2026-02-30");
    expect(formatDay("")).toBe("");
  });

  it("of instants are those of London, in summer and in winter", () => {
    expect(formatInstant("2026-06-30T23:30:00Z")).toBe("1 July 2026 at 12:30am");
    expect(formatInstant("2026-11-21T09:32:10.123Z")).toBe("21 November 2026 at 9:32am");
    expect(formatInstant("soon")).toBe("soon");
  });
});

describe("periods", () => {
  it.each([
    ["2026-02-01", "2026-02-28", "Feb 2026"],
    ["2024-02-01", "2024-02-29", "Feb 2024"],
    ["2026-10-01", "2026-12-31", "Oct to Dec 2026"],
    ["2026-01-01", "2026-12-31", "2026"],
    ["2026-01-15", "2026-01-31", "15 Jan 2026 to 31 Jan 2026"],
    ["2025-12-01", "2026-01-31", "1 Dec 2025 to 31 Jan 2026"],
    ["", "2026-01-31", "2026-01-31"],
  ])("from %s to %s are called %s", (start, end, title) => {
    expect(formatPeriod(start, end)).toBe(title);
  });
});

describe("numbers", () => {
  it("have thousands separators, a true minus and no negative nought", () => {
    expect(formatNumber(11676)).toBe("11,676");
    expect(formatNumber(-3.25)).toBe("−3.3");
    expect(formatNumber(-0.01)).toBe("0");
  });

  it("carry their unit as a reader expects it", () => {
    expect(formatValue(12.41, "%")).toBe("12.4%");
    expect(formatValue(3, "events")).toBe("3 events");
    expect(formatValue(3.62, "score 1-5")).toBe("3.6 (score 1-5)");
    expect(formatValue(0, "")).toBe("0");
    expect(formatValue(undefined, "%")).toBe("No figure");
  });

  it("of shares stay between nothing and all", () => {
    expect(formatShare(0.612)).toBe("61%");
    expect(formatShare(1.4)).toBe("100%");
  });

  it("of things agree with their noun", () => {
    expect(plural(1, "outcome")).toBe("1 outcome");
    expect(plural(0, "outcome")).toBe("0 outcomes");
  });

  it("of ages take the largest fitting unit", () => {
    expect([45, 95, 7200, 200000].map(formatAge)).toEqual([
      "45 seconds",
      "1 minute",
      "2 hours",
      "2 days",
    ]);
  });
});

describe("names", () => {
  it("of enums and fields become words", () => {
    expect(words("JOB_EXPERIENCE")).toBe("Job experience");
    expect(words("serviceLine")).toBe("Service line");
    expect(words("ot_service")).toBe("OT service");
    expect(words("qiProjects")).toBe("QI projects");
  });

  it("give their last segment", () => {
    expect(lastSegment("organisations/swlstg/bulletins/a1")).toBe("a1");
    expect(lastSegment("a1")).toBe("a1");
  });

  it("too long for a cell are cut between words", () => {
    expect(shorten("one two three", 9)).toBe("one two…");
    expect(shorten("short", 9)).toBe("short");
  });
});

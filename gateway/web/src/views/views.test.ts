import { describe, expect, it } from "vitest";

import { findOutcome, kDashboards, kOrganisations } from "../../dev/fixtures/index";
import { Api } from "../api";
import { h } from "../dom";
import { kStatuses } from "../model";
import { decodeDashboard, decodeOrganisations, decodeOutcome } from "../model_json";
import { look, statusIcon } from "../status";
import { dashboardPage } from "./dashboard";
import { milestoneSummary } from "./initiatives";
import { lineOf, linePage } from "./line";
import { errorParts } from "./messages";
import { organisationsPage } from "./organisations";
import { matrixSummary, matrixTable } from "./matrix";
import { outcomePage } from "./outcome";
import { recordPage } from "./record";

const kPlace = { org: "swlstg" };
const kSilent = new Api(() => new Promise(() => undefined));
const kOptions = { api: kSilent, place: kPlace, titles: new Map<string, string>() };

function swlstg() {
  return decodeDashboard(kDashboards["swlstg"]);
}

function page(...content: HTMLElement[]): HTMLElement {
  return h("main", {}, content);
}

function dashboard(json: unknown, status?: (typeof kStatuses)[number]): HTMLElement {
  return page(
    ...dashboardPage(decodeDashboard(json), { place: kPlace, status, onDay: () => undefined }),
  );
}

function outcome(id: string): HTMLElement {
  return page(...outcomePage(swlstg(), decodeOutcome(findOutcome("swlstg", id)), kOptions));
}

function texts(root: ParentNode, selector: string): string[] {
  return [...root.querySelectorAll(selector)].map((each) => each.textContent ?? "");
}

describe("statuses", () => {
  it("each have a word and a shape of their own", () => {
    expect(new Set(kStatuses.map((each) => look(each).word)).size).toBe(kStatuses.length);
    expect(new Set(kStatuses.map((each) => statusIcon(each).innerHTML)).size).toBe(
      kStatuses.length,
    );
  });
});

describe("the organisations", () => {
  it("lead to their strategies", () => {
    const shown = page(...organisationsPage(decodeOrganisations(kOrganisations)));
    expect([...shown.querySelectorAll("a")].map((each) => each.getAttribute("href"))).toEqual([
      "#/swlstg",
      "#/tower-hamlets",
    ]);
    expect(shown.textContent).toContain("ODS code RQY");
  });

  it("say so where there is none", () => {
    expect(page(...organisationsPage([])).textContent).toContain("No organisation");
  });
});

describe("the dashboard", () => {
  it("shows every outcome with status, reason, value and target", () => {
    const shown = dashboard(kDashboards["swlstg"]);
    const items = [...shown.querySelectorAll(".app-outcome")];
    expect(items).toHaveLength(22);
    const bulletins = items[1];
    expect(bulletins?.querySelector(".app-tag")?.textContent).toBe("On track");
    expect(bulletins?.textContent).toContain("13 of 14 closed months have a published bulletin");
    expect(texts(bulletins as Element, "dd")).toEqual(["13 of 14 months", "every month"]);
    expect(bulletins?.querySelector(".app-bar")?.getAttribute("aria-label")).toBe(
      "Now 13 of 14 months; target every month",
    );
  });

  it("shows the pillars with number, vision and context", () => {
    const shown = dashboard(kDashboards["swlstg"]);
    expect(shown.querySelectorAll(".app-pillar")).toHaveLength(4);
    expect(texts(shown, ".app-pillar__number")).toEqual(["1", "2", "3", "4"]);
    expect(shown.textContent).toContain("The NHS Long-term plan");
    expect(shown.textContent).toContain("61% of the plan has passed");
  });

  it("counts the outcomes by status and leads to them", () => {
    const tiles = dashboard(kDashboards["swlstg"]).querySelectorAll(".app-tile");
    expect([...tiles].map((each) => each.querySelector(".app-tile__count")?.textContent)).toEqual([
      "4",
      "6",
      "5",
      "4",
      "2",
      "1",
    ]);
    expect(tiles[2]?.querySelector("a")?.getAttribute("href")).toBe("#/swlstg?status=AT_RISK");
  });

  it("can show the outcomes of one status alone", () => {
    const shown = dashboard(kDashboards["swlstg"], "OFF_TRACK");
    expect(new Set(texts(shown, ".app-outcome__main > .app-tags > .app-tag:first-child"))).toEqual(
      new Set(["Off track"]),
    );
    expect(shown.querySelector("#filtered")?.textContent).toBe("Off track: 4 of 22 outcomes");
    expect(shown.querySelector(".app-work")).toBeNull();
  });

  it("has a table of outcomes by service line with words in every cell", () => {
    const table = dashboard(kDashboards["swlstg"]).querySelector(".app-pillar > table");
    expect(texts(table as Element, "thead th")).toHaveLength(6);
    expect(texts(table as Element, "tbody tr:first-child td .app-met")).toEqual([
      "Met",
      "Met",
      "Not met",
      "Not met",
      "Not met",
    ]);
    expect(texts(table as Element, "tbody tr:nth-child(2) td .app-met")).toContain(
      "No records yet",
    );
  });

  it("says of a checklist which members have done all of it", () => {
    const outcome = decodeOutcome({
      rule: "checklist",
      text: "Posts",
      matrixDimension: "service_line",
      matrix: [
        { member: "a", met: true, value: 2, reason: "2 of 2 items" },
        { member: "b", value: 0, reason: "0 of 2 items; still open: reviewed" },
      ],
    });
    const table = matrixTable(outcome, kPlace, false);
    expect(texts(table, ".app-met")).toEqual(["Met", "Not met"]);
    expect(matrixSummary(outcome)).toBe("By service line: 1 of 2 met");
  });

  it("says which service is missing or late and why", () => {
    const notes = texts(dashboard(kDashboards["tower-hamlets"]), ".app-note");
    expect(notes[0]).toContain("Occupation: figures are missing: the service cannot be reached");
    expect(notes[0]).toContain("Evidence: figures are those of 9:30am: the service did not");
    expect(notes[1]).toContain("Evidence");
  });

  it("labels the outcomes that rest on earlier figures, and only those", () => {
    const items = [...dashboard(kDashboards["tower-hamlets"]).querySelectorAll(".app-outcome")];
    expect(items.map((each) => each.textContent?.includes("Earlier figures"))).toEqual([
      false,
      false,
      true,
    ]);
    expect(items[2]?.textContent).toContain("those of 9:30am");
    expect(dashboard(kDashboards["swlstg"]).textContent).not.toContain("Earlier figures");
    const shown = page(
      ...outcomePage(
        decodeDashboard(kDashboards["tower-hamlets"]),
        decodeOutcome(findOutcome("tower-hamlets", "evidence.evaluation")),
        kOptions,
      ),
    );
    expect(texts(shown, ".app-outcome--single .app-tag")).toContain("Earlier figures");
  });

  it("says what is illustrative, and only then", () => {
    expect(dashboard(kDashboards["swlstg"]).textContent).toContain(
      "Fixture of the web page's own tests",
    );
    expect(dashboard(kDashboards["tower-hamlets"]).textContent).not.toContain("Illustrative");
  });

  it("stands with nothing in it", () => {
    expect(dashboard({}).querySelector("h1")).not.toBeNull();
  });

  it("never takes text for markup", () => {
    const shown = dashboard({
      title: "<img src=x>",
      pillars: [{ id: "p", outcomes: [{ text: "<b>x</b>" }] }],
    });
    expect(shown.querySelector("img, b")).toBeNull();
    expect(shown.textContent).toContain("<img src=x>");
  });

  it("asks for another day only when one is given", () => {
    const days: string[] = [];
    const shown = page(
      ...dashboardPage(swlstg(), { place: kPlace, onDay: (day) => days.push(day) }),
    );
    const input = shown.querySelector<HTMLInputElement>("#day");
    const form = shown.querySelector("form");
    if (!input || !form) throw new Error("There is no form.");
    for (const value of ["", "2026-03-31"]) {
      input.value = value;
      form.dispatchEvent(new Event("submit", { cancelable: true }));
    }
    expect(days).toEqual(["2026-03-31"]);
  });
});

describe("initiatives", () => {
  it("tell how far their milestones are", () => {
    const milestones = [
      { title: "Launch", dueDate: "2026-10-31", doneDate: "" },
      { title: "Plan", dueDate: "2026-01-31", doneDate: "2026-01-20" },
    ];
    expect(milestoneSummary(milestones, "2026-11-21")).toBe(
      "1 of 2 milestones reached. Next: Launch, due 31 Oct 2026 (overdue)",
    );
    expect(milestoneSummary(milestones, "2026-10-31")).not.toContain("overdue");
    expect(milestoneSummary([], "2026-10-31")).toBe("");
  });

  it("of a service that did not answer are still shown with their text", () => {
    const items = texts(dashboard(kDashboards["swlstg"]), ".app-work__item");
    const training = items.find((each) => each.includes("inhouse training"));
    expect(training).toContain("No answer");
    expect(training).toContain("did not answer");
  });
});

describe("an outcome", () => {
  it("shows rule, reading, window and the words of the strategy", () => {
    const shown = outcome("workforce.bulletins");
    const rows = texts(shown, "#judged ~ dl dd, .app-summary-list dd");
    expect(rows).toContain("At least 1 bulletin published every month.");
    expect(rows).toContain("“Regular” is read as every calendar month.");
    expect(rows).toContain("1 September 2025 to 31 August 2027");
    expect(shown.querySelector("blockquote")?.textContent).toContain(
      "Regular bulletins about vacancies & secondments",
    );
  });

  it("shows its periods as a chart and as a table", () => {
    const shown = outcome("workforce.cpd");
    expect(shown.querySelector(".app-chart svg")).not.toBeNull();
    expect(texts(shown, ".app-figure tbody th")).toContain("Oct to Dec 2026");
    expect(shown.querySelector(".app-figure")?.textContent).toContain("Not over yet");
  });

  it("shows a month that is not all there as such", () => {
    expect(outcome("occupation.interventions").textContent).toContain("left out of comparisons");
  });

  it("shows the items of a checklist", () => {
    const shown = outcome("workforce.apprenticeships");
    expect(texts(shown, "[aria-labelledby=checklist] td")).toEqual([
      "StandingNot done",
      "Done5 of 7",
      "StandingDone",
      "Done3 of 1",
    ]);
  });

  it("shows figures that go with it and what they are made of", () => {
    const shown = outcome("evidence.standards");
    expect(shown.querySelector("[aria-labelledby=supporting]")?.textContent).toContain(
      "250 of 350",
    );
  });

  it("leads to its JSON", () => {
    const links = [...outcome("workforce.cpd").querySelectorAll("a")].map((each) =>
      each.getAttribute("href"),
    );
    expect(links).toContain("/v1/organisations/swlstg/outcomes/workforce.cpd");
  });
});

describe("a service line", () => {
  it("sees what it still owes first", () => {
    const line = lineOf(swlstg(), "camhs");
    if (!line) throw new Error("There is no such line.");
    const shown = page(...linePage(swlstg(), line, kPlace));
    expect(shown.textContent).toContain("this line meets 3 of 6 outcomes");
    expect(texts(shown, "[aria-labelledby=owed] tbody th a")).toEqual([
      "Each service line has clear opportunities for shadowing and job experience",
      "One OT QI project per service line",
      "Initial study / joint practice day for each SLM across SLP",
    ]);
  });

  it("is unknown where no outcome is shown by it", () => {
    expect(lineOf(swlstg(), "kingston")).toBeUndefined();
  });
});

describe("a record", () => {
  const record = {
    name: "organisations/swlstg/trainingEvents/a1",
    title: "Event",
    illustrative: true,
    steps: [{ title: "First", done: true }],
    programme: "organisations/swlstg/programmes/p1",
    partner: "organisations/other/partners/x1",
    evidenceLinks: ["https://example.nhs.uk/a", "javascript:alert(1)"],
  };
  const shown = page(...recordPage(swlstg(), record, { ...kOptions, outcome: "workforce.cpd" }));

  it("shows all its fields, parts and lists", () => {
    expect(texts(shown, "dt")).toEqual([
      "Title",
      "Steps",
      "Title",
      "Done",
      "Programme",
      "Partner",
      "Evidence links",
    ]);
    expect(shown.textContent).toContain("This record is sample data");
  });

  it("leads to records of its own organisation and to safe addresses alone", () => {
    const links = [...shown.querySelectorAll("dd a")].map((each) => each.getAttribute("href"));
    expect(links).toEqual(["#/swlstg/records/programmes/p1", "https://example.nhs.uk/a"]);
  });

  it("leads back to the outcome from which it was opened", () => {
    expect(texts(shown, ".nhsuk-breadcrumb__link").at(-1)).toBe("Quarterly CPD / Training event");
  });
});

describe("errors", () => {
  it("of any kind have a title and a text", () => {
    expect(errorParts(new Error("odd")).text).toBe("odd");
    expect(errorParts("odd").title).not.toBe("");
  });
});

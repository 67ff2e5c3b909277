import { describe, expect, it } from "vitest";

import { Api } from "../api";
import { decodeStoryFigures } from "../story_figures";
import { storiesSection, storyFigures } from "./story";

const kAnswer = {
  figures: [
    {
      label: "Apprenticeships completed",
      publishedText: "8",
      publishedAsOf: "2026-01-31",
      liveText: "9",
      liveAsOf: "2026-06-15",
      moved: true,
    },
    {
      label: "Paired",
      splitValue: "community",
      publishedText: "62 %",
      publishedAsOf: "2026-01-31",
      liveText: "62 %",
      liveAsOf: "2026-06-15",
    },
    { label: "Live", publishedText: "*", publishedAsOf: "2026-01-31", liveMissingReason: "Away." },
    { label: "Draft", liveText: "3", liveAsOf: "2026-06-15" },
  ],
};

function cells(): string[][] {
  const shown = storyFigures(decodeStoryFigures(kAnswer), new Map([["community", "Community"]]));
  document.body.replaceChildren(...shown);
  return [...document.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("th, td")].map((cell) => cell.textContent ?? ""),
  );
}

describe("the figures of a story", () => {
  it("say as what they were published, and what they are now where they moved", () => {
    const rows = cells();
    expect(rows[0]?.join("|")).toContain("Apprenticeships completed");
    expect(rows[0]?.join("|")).toContain("Published as 8 on 31 January 2026");
    expect(rows[0]?.join("|")).toContain("Now 9");
    expect(rows[1]?.join("|")).toContain("Paired, Community");
    expect(rows[1]?.join("|")).toContain("Unchanged");
  });

  it("say why a figure is not known now", () => {
    expect(cells()[2]?.join("|")).toContain("Away.");
  });

  it("show a draft's figures as they are", () => {
    const row = cells()[3]?.join("|");
    expect(row).toContain("Not published");
    expect(row).toContain("3");
  });

  it("are left out of a story that cites none", () => {
    expect(storyFigures(decodeStoryFigures({}), new Map())).toEqual([]);
  });
});

describe("the stories of an organisation", () => {
  it("are fetched when they are opened, the published ones alone, and lead to their pages", async () => {
    const asked: URL[] = [];
    const api = new Api(async (input) => {
      asked.push(new URL(String(input), "http://localhost"));
      const story = { name: "organisations/swlstg/impactStories/home", title: "Home", state: "PUBLISHED" };
      return new Response(JSON.stringify({ impactStories: [story] }));
    });
    const section = storiesSection({ api, place: { org: "swlstg" }, titles: new Map() });
    document.body.replaceChildren(section);
    expect(asked).toHaveLength(0);
    const part = section.querySelector("details") as HTMLDetailsElement;
    part.open = true;
    part.dispatchEvent(new Event("toggle"));
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked).toHaveLength(1);
    expect(asked[0]?.searchParams.get("filter")).toBe("state = PUBLISHED");
    const links = [...section.querySelectorAll("a")].map((each) => each.getAttribute("href"));
    expect(links).toContain("#/swlstg/records/impactStories/home");
  });
});

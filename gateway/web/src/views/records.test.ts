import { describe, expect, it } from "vitest";

import { find } from "../../dev/fixture_server";
import { Api } from "../api";
import { RecordsBrowser } from "./records";

const kLink = {
  title: "Training events",
  path: "/v1/organisations/swlstg/trainingEvents",
  filter: 'state = "HELD"',
};

/** A browser of the fixtures that notes what it asks for. */
function browse(answer: (url: URL) => Response = fixture) {
  const asked: URL[] = [];
  const api = new Api(async (input) => {
    const url = new URL(String(input), "http://localhost");
    asked.push(url);
    return answer(url);
  });
  const browser = new RecordsBrowser(kLink, "workforce.cpd", {
    api,
    place: { org: "swlstg" },
    titles: new Map([["camhs", "Child and adolescent"]]),
  });
  document.body.replaceChildren(browser.element);
  return { browser, asked, element: browser.element };
}

function fixture(url: URL): Response {
  return new Response(JSON.stringify(find(url)));
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve));
}

function press(element: HTMLElement, text: string): void {
  const button = [...element.querySelectorAll("button")].find((each) =>
    each.textContent?.startsWith(text),
  );
  if (!button) throw new Error(`There is no button ${text}.`);
  button.click();
}

describe("a list of records", () => {
  it("asks once when it is opened, with the filter of its outcome", async () => {
    const { browser, asked } = browse();
    browser.open();
    browser.open();
    await settled();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.searchParams.get("filter")).toBe(kLink.filter);
  });

  it("shows a page of records that lead to their pages", async () => {
    const { browser, element } = browse();
    browser.open();
    await settled();
    expect(element.querySelectorAll("tbody tr")).toHaveLength(10);
    expect(element.querySelector("tbody th a")?.getAttribute("href")).toMatch(
      /^#\/swlstg\/records\/trainingEvents\/k3f9x2m7q1w8e5r000\?outcome=workforce\.cpd$/,
    );
    expect(element.textContent).toContain("Child and adolescent");
    expect(element.textContent).toContain("Illustrative");
  });

  it("goes forward to the last page and back to the first", async () => {
    const { browser, element } = browse();
    browser.open();
    await settled();
    for (let page = 2; page <= 5; page += 1) {
      press(element, "Next page");
      await settled();
    }
    expect(element.textContent).toContain("Page 5, the last");
    expect(element.querySelectorAll("tbody tr")).toHaveLength(5);
    for (let page = 4; page >= 1; page -= 1) {
      press(element, "Previous page");
      await settled();
      expect(element.querySelector("p")?.textContent).toBe(`Page ${page}`);
    }
    expect(element.querySelector("nav button")?.textContent).toBe("Next page");
  });

  it("moves the focus to the new page, which was asked for by a button that is gone", async () => {
    const { browser, element } = browse();
    browser.open();
    await settled();
    press(element, "Next page");
    await settled();
    expect(document.activeElement?.textContent).toBe("Page 2");
  });

  it("sorts on the server, from the first page, and turns round the second time", async () => {
    const { browser, asked, element } = browse();
    browser.open();
    await settled();
    press(element, "Next page");
    await settled();
    press(element, "Date");
    await settled();
    expect(asked.at(-1)?.searchParams.get("orderBy")).toBe("date");
    expect(asked.at(-1)?.searchParams.has("pageToken")).toBe(false);
    expect(element.querySelector("[aria-sort=ascending]")?.textContent).toContain("Date");
    press(element, "Date");
    await settled();
    expect(asked.at(-1)?.searchParams.get("orderBy")).toBe("date desc");
  });

  it("says so when it is empty", async () => {
    const { browser, element } = browse(() => new Response("{}"));
    browser.open();
    await settled();
    expect(element.textContent).toContain("There are no records yet");
  });

  it("says what went wrong and tries again", async () => {
    let broken = true;
    const refusal = '{"code": 3, "message": "Unknown field in the filter."}';
    const { browser, element } = browse((url) =>
      broken ? new Response(refusal, { status: 400 }) : fixture(url),
    );
    browser.open();
    await settled();
    expect(element.querySelector("[role=alert]")?.textContent).toContain(
      "Unknown field in the filter.",
    );
    broken = false;
    press(element, "Try again");
    await settled();
    expect(element.querySelectorAll("tbody tr")).toHaveLength(10);
  });
});

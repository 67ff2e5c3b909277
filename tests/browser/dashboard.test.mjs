// What a person sees and can do on the page of a running suite with the sample.

import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, describe, test } from "node:test";

import { accessibilityFindings, openPage, startBrowser, startSuite } from "./running_page.mjs";

const kWords = {
  ACHIEVED: "Achieved",
  ON_TRACK: "On track",
  AT_RISK: "At risk",
  OFF_TRACK: "Off track",
  NOT_STARTED: "Not started",
  NO_DATA: "No data",
};

const outcomesOf = (dashboard) => dashboard.pillars.flatMap((each) => each.outcomes ?? []);

const tidy = (text) => text.replace(/\s+/g, " ").trim();

describe("the page", () => {
  let suite;
  let browser;
  let opened;

  before(async () => {
    suite = await startSuite();
    browser = await startBrowser();
  });

  after(async () => {
    await browser?.close();
    await suite?.stop();
  });

  beforeEach(async () => {
    opened = await openPage(browser, suite.origin);
  });

  afterEach(async () => {
    await opened?.close();
  });

  const visit = async (hash) => {
    await opened.page.goto(`/#/${hash}`);
    await opened.page.locator("h1").waitFor();
    return opened.page;
  };

  test("offers both organisations and opens the chosen one", async () => {
    const page = await visit("");
    const { organisations } = await suite.get("/v1/organisations");
    assert.equal(organisations.length, 2);
    for (const { title } of organisations) {
      await page.getByRole("link", { name: title }).waitFor();
    }
    await page.getByRole("link", { name: organisations[0].title }).click();
    await page.waitForURL(/#\/swlstg$/);
    await page.locator(".app-outcome").first().waitFor();
    assert.deepEqual(opened.complaints, []);
  });

  for (const organisation of ["swlstg", "tower-hamlets"]) {
    test(`shows every outcome of ${organisation} with the gateway's status and reason`, async () => {
      const dashboard = await suite.get(`/v1/organisations/${organisation}/dashboard`);
      const page = await visit(organisation);
      await page.locator(".app-pillar").first().waitFor();
      assert.equal(await page.locator(".app-pillar").count(), dashboard.pillars.length);
      for (const outcome of outcomesOf(dashboard)) {
        const shown = page.locator(".app-outcome", {
          has: page.locator(`[id="open-${outcome.id}"]`),
        });
        const text = tidy(await shown.innerText());
        assert.ok(text.includes(kWords[outcome.status]), `${outcome.id}: ${text}`);
        assert.ok(text.includes(tidy(outcome.text)), `${outcome.id}: ${text}`);
        assert.ok(text.includes(tidy(outcome.reason)), `${outcome.id}: ${text}`);
        assert.ok(text.includes(tidy(outcome.valueText ?? "")), `${outcome.id}: ${text}`);
      }
      assert.deepEqual(opened.complaints, []);
    });
  }

  test("has 22 outcomes in every status, from a sample that is called illustrative", async () => {
    const dashboard = await suite.get("/v1/organisations/swlstg/dashboard");
    const outcomes = outcomesOf(dashboard);
    assert.equal(outcomes.length, 22);
    assert.deepEqual(
      new Set(outcomes.map((each) => each.status)),
      new Set(Object.keys(kWords)),
    );
    const page = await visit("swlstg");
    await page.locator(".app-outcome").first().waitFor();
    assert.match(await page.locator("main").innerText(), /illustrative/i);
  });

  test("leads from an outcome to the records behind it", async () => {
    const dashboard = await suite.get("/v1/organisations/swlstg/dashboard");
    let followed = 0;
    for (const outcome of outcomesOf(dashboard)) {
      if ((outcome.records ?? []).length === 0) continue;
      const page = await visit(`swlstg/outcomes/${outcome.id}`);
      const records = page.locator("#records-0");
      await records.locator("table, p:not(.app-loading)").first().waitFor();
      await records.locator("a[href*='/v1/']").first().waitFor();
      followed += await records.locator("tbody tr").count();
    }
    assert.ok(followed > 0);
    assert.deepEqual(opened.complaints, []);
  });

  test("can be used by keyboard alone", async () => {
    const page = await visit("swlstg");
    await page.locator(".app-outcome").first().waitFor();
    await page.reload();
    await page.locator(".app-outcome").first().waitFor();
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("Tab");
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    assert.match(await focused(), /Skip to main content/);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "main");

    const first = outcomesOf(await suite.get("/v1/organisations/swlstg/dashboard"))[0];
    for (let i = 0; i < 80; ++i) {
      if ((await page.evaluate(() => document.activeElement?.id)) === `open-${first.id}`) break;
      await page.keyboard.press("Tab");
    }
    assert.equal(await page.evaluate(() => document.activeElement?.id), `open-${first.id}`);
    await page.keyboard.press("Enter");
    await page.waitForURL(/outcomes/);
    await page.locator("#judged").waitFor();
    // A screen reader continues where the new view begins.
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  });

  for (const view of ["", "swlstg", "tower-hamlets", "swlstg/outcomes/workforce.cpd"]) {
    for (const width of [1280, 390]) {
      test(`is accessible and fits at ${width} px: #/${view}`, async () => {
        await opened.close();
        opened = await openPage(browser, suite.origin, { width, height: 844 });
        const page = await visit(view);
        await page.locator("main h1").waitFor();
        assert.deepEqual(await accessibilityFindings(page), []);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(over <= 0, `${over} px wider than the screen`);
        assert.deepEqual(opened.complaints, []);
      });
    }
  }

  test("fits at 320 px, every outcome with its tables and records", async () => {
    await opened.close();
    opened = await openPage(browser, suite.origin, { width: 320, height: 844 });
    const organisations = ["swlstg", "tower-hamlets"];
    const views = ["", ...organisations];
    for (const each of organisations) {
      const outcomes = outcomesOf(await suite.get(`/v1/organisations/${each}/dashboard`));
      views.push(...outcomes.map((outcome) => `${each}/outcomes/${outcome.id}`));
    }
    const wider = [];
    for (const view of views) {
      const page = await visit(view);
      await page.locator("main h1").waitFor();
      await page.waitForLoadState("networkidle");
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) wider.push(`#/${view}: ${over} px wider than the screen`);
    }
    assert.deepEqual(wider, []);
    assert.deepEqual(opened.complaints, []);
  });

  test("comes with a policy that allows no other origin", async () => {
    const answer = await opened.page.goto("/");
    const policy = answer.headers()["content-security-policy"];
    assert.match(policy, /default-src 'self'/);
    assert.doesNotMatch(policy, /unsafe-(inline|eval)/);
  });

  test("shows a change of the records without being asked", async () => {
    const listed = await suite.get("/v1/organisations/tower-hamlets/initiatives?pageSize=100");
    const open = listed.initiatives.find((each) => each.status !== "DONE");
    const page = await visit("tower-hamlets");
    await page.locator("#stamp").waitFor();
    const before = await page.locator(".app-tag--achieved", { hasText: "Done" }).count();
    const changed = page.waitForFunction(
      (old) =>
        [...document.querySelectorAll(".app-tag--achieved")].filter(
          (tag) => tag.textContent.trim() === "Done",
        ).length > old,
      before,
      { timeout: 30_000 },
    );
    await suite.send("PATCH", `/v1/${open.name}`, { status: "DONE" });
    await changed;
    assert.deepEqual(opened.complaints, []);
  });
});

// Opens the built page on the fixtures in Chromium and writes a picture of each view, wide, narrow and
// printed. It fails on anything a reader or the gateway's policy would object to: an accessibility
// finding, a request to elsewhere, a message on the console, sideways scrolling, a target that is too
// small, a stop of the Tab key that cannot be seen.
//
//   npm run build && npm run look -- --out DIR [--base http://127.0.0.1:8080]
//
// With --base it looks at a running gateway instead.
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { chromium } from "playwright-core";
import { preview } from "vite";

const kChromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const kFlags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const kWidths = [1280, 390];
const kLeastTarget = 24;
const kViews = [
  ["organisations", "#/"],
  ["dashboard", "#/swlstg"],
  ["at-risk", "#/swlstg?status=AT_RISK"],
  ["pillar", "#/swlstg/pillars/evidence"],
  ["cadence", "#/swlstg/outcomes/workforce.bulletins"],
  ["coverage", "#/swlstg/outcomes/workforce.shadowing"],
  ["checklist", "#/swlstg/outcomes/occupation.presence"],
  ["change", "#/swlstg/outcomes/occupation.interventions"],
  ["events", "#/swlstg/outcomes/workforce.cpd"],
  ["line", "#/swlstg/lines/community"],
  ["partial", "#/tower-hamlets"],
  ["past", "#/swlstg?asOf=2026-03-31"],
  ["nowhere", "#/swlstg/nothing/here"],
  ["missing", "#/nobody"],
];

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const { values } = parseArgs({ options: { out: { type: "string" }, base: { type: "string" } } });
if (!values.out) throw new Error("Say where the pictures go: --out DIR");
await mkdir(values.out, { recursive: true });

const findings = [];
const server = values.base ? undefined : await preview({ preview: { port: 0, host: "127.0.0.1" } });
const base = values.base ?? `http://127.0.0.1:${server.httpServer.address().port}`;
const browser = await chromium.launch({ executablePath: kChromium, args: kFlags });
try {
  for (const width of kWidths) await lookAt(width);
  await narrowest();
  await thereAndBack();
} finally {
  await browser.close();
  await server?.close();
}
for (const each of findings) console.error(each);
console.log(`${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;

async function lookAt(width) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: false });
  for (const [name, hash] of kViews) {
    const page = await context.newPage();
    const find = (what) => findings.push(`${name} at ${width}: ${what}`);
    page.on("request", (request) => {
      if (!request.url().startsWith(base)) find(`asks elsewhere: ${request.url()}`);
    });
    page.on("console", (message) => {
      const expected = name === "missing" && message.text().includes("404");
      if (message.type() === "error" && !expected) find(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => find(`error: ${error.message}`));
    await page.goto(`${base}/${hash}`);
    await page.waitForSelector("#main h1");
    await page.waitForFunction(() => document.querySelector(".app-loading") === null);
    await page.screenshot({ path: join(values.out, `${name}-${width}.png`), fullPage: true });
    if (width === kWidths[0]) {
      await page.pdf({
        path: join(values.out, `${name}.pdf`),
        format: "A4",
        printBackground: false,
      });
    }
    for (const each of await page.evaluate(sizes, kLeastTarget)) find(each);
    for (const each of await keyboard(page)) find(each);
    await page.evaluate(() => {
      for (const each of document.querySelectorAll("details")) each.open = true;
    });
    await page.waitForFunction(() => document.querySelector(".app-loading") === null);
    for (const each of await page.evaluate(sizes, kLeastTarget)) find(`opened: ${each}`);
    for (const each of await accessibility(page)) find(each);
    await page.screenshot({ path: join(values.out, `${name}-${width}-open.png`), fullPage: true });
    await page.close();
  }
  await context.close();
}

/** At 320 pixels, a wide page at 400 % zoom, nothing scrolls sideways. */
async function narrowest() {
  const page = await browser.newPage({ viewport: { width: 320, height: 700 } });
  for (const [name, hash] of kViews) {
    await page.goto(`${base}/${hash}`);
    await page.waitForSelector("#main h1");
    for (const each of await page.evaluate(sizes, 0)) findings.push(`${name} at 320: ${each}`);
  }
  await page.close();
}

/** Following a link moves the focus to the new heading; the way back leads to where the reader was. */
async function thereAndBack() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const focus = () =>
    page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);
  const expect = async (what, wanted, found) => {
    if (found !== wanted) findings.push(`journey: ${what}: ${found} instead of ${wanted}`);
  };
  await page.goto(`${base}/#/swlstg`);
  const link = page.locator('[id="open-evidence.outputs"]');
  await link.waitFor();
  await link.focus();
  const scroll = await page.evaluate(() => window.scrollY);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#judged");
  await expect("focus after a link", "H1", await focus());
  await expect("scroll after a link", 0, await page.evaluate(() => window.scrollY));
  await page.goBack();
  await page.waitForSelector("#standing");
  await expect("focus after the way back", "open-evidence.outputs", await focus());
  await expect("scroll after the way back", scroll, await page.evaluate(() => window.scrollY));
  await page.keyboard.press("Home");
  await page.locator(".nhsuk-skip-link").focus();
  await page.keyboard.press("Enter");
  await expect("focus after the skip link", "main", await focus());
  await expect("address after the skip link", "#/swlstg", await page.evaluate(() => location.hash));
  await page.close();
}

/** Sideways scrolling and targets below 24 by 24 pixels; links in the run of a text are exempt. */
function sizes(least) {
  const found = [];
  const extent = document.documentElement.scrollWidth;
  if (extent > window.innerWidth) found.push(`is ${extent} pixels wide`);
  for (const each of document.querySelectorAll(
    "button, summary, input, select, nav a, .app-tile a",
  )) {
    const box = each.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.height < least || box.width < least) {
      found.push(
        `small target ${Math.round(box.width)}x${Math.round(box.height)}: ${each.textContent}`,
      );
    }
  }
  return found;
}

/** Walks the page with the Tab key: every stop shows its focus, and the walk ends. */
async function keyboard(page) {
  const found = [];
  for (let stop = 0; stop < 400; stop += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return undefined;
      const style = getComputedStyle(element);
      const inner = element.querySelector("*");
      const shown =
        style.boxShadow !== "none" ||
        (style.outlineStyle !== "none" && style.outlineColor !== "rgba(0, 0, 0, 0)") ||
        style.backgroundColor === "rgb(255, 235, 59)" ||
        (inner !== null && getComputedStyle(inner).backgroundColor === "rgb(255, 235, 59)");
      return { shown, text: (element.textContent ?? "").slice(0, 60), tag: element.tagName };
    });
    if (at === undefined) return found;
    if (!at.shown) found.push(`focus cannot be seen on ${at.tag} ${at.text}`);
  }
  found.push("the Tab key does not get through the page");
  return found;
}

async function accessibility(page) {
  // The policy forbids inline scripts; the checker is put in by the browser itself, past the policy.
  await page.evaluate(await source());
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  return result.violations.map(
    (each) =>
      `${each.id}: ${each.help}: ${each.nodes
        .map((node) => node.target.join(" "))
        .slice(0, 3)
        .join("; ")}`,
  );
}

async function source() {
  const { readFile } = await import("node:fs/promises");
  return readFile(axe, "utf8");
}

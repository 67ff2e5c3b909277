// A suite of real processes with the sample, and a browser that looks at its page.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const buildDir = process.env.SUITE_BUILD_DIR ?? join(root, "build/release");

/** Starts deploy/run on free ports and a temporary data folder; resolves when it is ready. */
export async function startSuite(...options) {
  const data = await mkdtemp(join(tmpdir(), "potential-"));
  const child = spawn(
    join(root, "deploy/run"),
    ["--build-dir", buildDir, "--data", data, "--http-port", "0", "--grpc-port", "0", ...options],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = once(child, "exit");
  const progress = [];
  createInterface(child.stderr).on("line", (line) => progress.push(line));
  const first = once(createInterface(child.stdout), "line");
  const outcome = await Promise.race([first, ended.then(() => undefined)]);
  const stop = async () => {
    if (child.exitCode === null) child.kill("SIGTERM");
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  if (outcome === undefined) {
    await stop();
    throw new Error(`deploy/run did not get ready:\n${progress.join("\n")}`);
  }
  const origin = outcome[0].replace(/^ready /, "");
  return {
    origin,
    stop,
    /** The JSON that the gateway answers. */
    async get(path) {
      const answer = await fetch(origin + path);
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    async send(method, path, body) {
      const answer = await fetch(origin + path, {
        method,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
  };
}

/** Debian's Chromium, without the connections that it makes of its own accord. */
export function startBrowser() {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    chromiumSandbox: process.getuid() !== 0,
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/**
 * A page on the suite. `complaints` collects what a good page never does: errors on the console,
 * exceptions, failed requests, and requests to anywhere else.
 */
export async function openPage(browser, origin, size = { width: 1280, height: 900 }) {
  const context = await browser.newContext({ baseURL: origin, viewport: size });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`)) complaints.push(`request to ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  return { page, complaints, close: () => context.close() };
}

/** Findings of axe for WCAG 2.2 A and AA. */
export async function accessibilityFindings(page) {
  const axe = fileURLToPath(import.meta.resolve("axe-core/axe.min.js"));
  await page.evaluate(await readFile(axe, "utf8"));
  const results = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
  );
  return results.violations.map(
    (each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";

import { findOutcome, kDashboards, kOrganisations, records } from "./fixtures/index.ts";

/** The gateway's policy, so that a build that would break it breaks here first. */
const kPolicy =
  "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/** Serves the fixtures under /v1 for development and for looking at the built page. Never shipped. */
export function fixtureServer(): Plugin {
  return {
    name: "fixture-server",
    configureServer: (server) => {
      server.middlewares.use(answer);
    },
    configurePreviewServer: (server) => {
      server.middlewares.use((_request, response, next) => {
        response.setHeader("Content-Security-Policy", kPolicy);
        next();
      });
      server.middlewares.use(answer);
    },
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  next: Connect.NextFunction,
): void {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (!url.pathname.startsWith("/v1/")) {
    next();
    return;
  }
  if (url.pathname.endsWith("/dashboard:watch")) {
    watch(url, response);
    return;
  }
  const json = find(url);
  send(
    response,
    json === undefined ? 404 : 200,
    json ?? { code: 5, message: "There is no such record." },
  );
}

/** The JSON of a path of the API; undefined where there is none. */
export function find(url: URL): unknown {
  const [, , organisations, org = "", collection, id] = url.pathname
    .split("/")
    .map(decodeURIComponent);
  if (organisations !== "organisations") return undefined;
  if (org === "") return kOrganisations;
  if (collection === "dashboard") {
    const asOf = url.searchParams.get("asOf");
    const dashboard = kDashboards[org];
    return dashboard && asOf ? { ...dashboard, asOf } : dashboard;
  }
  if (collection === "outcomes" && id !== undefined) return findOutcome(org, id);
  if (collection === undefined || kDashboards[org] === undefined) return undefined;
  if (id !== undefined) {
    return records(org, collection).find((each) => String(each["name"]).endsWith(`/${id}`));
  }
  return page(url, org, collection);
}

function page(url: URL, org: string, collection: string): unknown {
  const size = Number(url.searchParams.get("pageSize") ?? "50");
  const from = Number(url.searchParams.get("pageToken") ?? "0");
  const all = records(org, collection);
  const order = url.searchParams.get("orderBy") ?? "";
  if (order.endsWith(" desc")) all.reverse();
  const next = from + size;
  return {
    [collection]: all.slice(from, next),
    ...(next < all.length ? { nextPageToken: String(next) } : {}),
  };
}

function watch(url: URL, response: ServerResponse): void {
  const dashboard = kDashboards[url.pathname.split("/")[3] ?? ""];
  if (dashboard === undefined) {
    send(response, 404, { code: 5, message: "There is no such organisation." });
    return;
  }
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.write(`data: ${JSON.stringify({ dashboard })}\n\n`);
}

function send(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(json));
}

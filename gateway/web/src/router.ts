import { kStatuses, type Status } from "./model";

/** What the address after `#` asks for. `asOf` is a day `YYYY-MM-DD`; absent for today. */
export type Route =
  | { view: "organisations" }
  | { view: "dashboard"; org: string; asOf?: string; status?: Status; pillar?: string }
  | { view: "outcome"; org: string; asOf?: string; id: string }
  | { view: "line"; org: string; asOf?: string; line: string }
  | { view: "record"; org: string; asOf?: string; collection: string; id: string; outcome?: string }
  | { view: "unknown" };

const kDay = /^\d{4}-\d{2}-\d{2}$/;

/** Reads a `location.hash`. Never throws: what it does not know is `unknown`. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  let segments: string[];
  try {
    segments = path.split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    return { view: "unknown" };
  }
  const [org, section, first, second] = segments;
  if (org === undefined) return { view: "organisations" };
  const parameters = new URLSearchParams(query);
  const day = parameters.get("asOf") ?? "";
  const base = { org, ...(kDay.test(day) ? { asOf: day } : {}) };
  if (segments.length === 1) {
    const status = kStatuses.find((each) => each === parameters.get("status"));
    return { view: "dashboard", ...base, ...(status ? { status } : {}) };
  }
  if (segments.length === 3 && first !== undefined) {
    if (section === "pillars") return { view: "dashboard", ...base, pillar: first };
    if (section === "outcomes") return { view: "outcome", ...base, id: first };
    if (section === "lines") return { view: "line", ...base, line: first };
  }
  if (
    segments.length === 4 &&
    section === "records" &&
    first !== undefined &&
    second !== undefined
  ) {
    const outcome = parameters.get("outcome");
    return {
      view: "record",
      ...base,
      collection: first,
      id: second,
      ...(outcome ? { outcome } : {}),
    };
  }
  return { view: "unknown" };
}

/** The address of a route; `parseRoute` of it gives the route again. */
export function hrefOf(route: Route): string {
  switch (route.view) {
    case "organisations":
    case "unknown":
      return "#/";
    case "dashboard":
      return route.pillar !== undefined
        ? address([route.org, "pillars", route.pillar], { asOf: route.asOf })
        : address([route.org], { status: route.status, asOf: route.asOf });
    case "outcome":
      return address([route.org, "outcomes", route.id], { asOf: route.asOf });
    case "line":
      return address([route.org, "lines", route.line], { asOf: route.asOf });
    case "record":
      return address([route.org, "records", route.collection, route.id], {
        outcome: route.outcome,
        asOf: route.asOf,
      });
  }
}

function address(segments: string[], parameters: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, value);
  }
  const suffix = query.toString();
  return `#/${segments.map(encodeURIComponent).join("/")}${suffix ? `?${suffix}` : ""}`;
}

/** Organisation and day of a route, which links within a view carry on; none for the others. */
export interface Place {
  org: string;
  asOf?: string;
}

/** The place of a route that has one. */
export function placeOf(route: Route): Place | undefined {
  if (!("org" in route)) return undefined;
  return { org: route.org, ...(route.asOf !== undefined ? { asOf: route.asOf } : {}) };
}

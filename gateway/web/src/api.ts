import { decodeControlChart, type ControlChart } from "./control_chart";
import { list, number, object, text, type Json } from "./decode";
import { type Dashboard, type OrganisationSummary, type Outcome, type RecordsLink } from "./model";
import { decodeDashboard, decodeOrganisations, decodeOutcome } from "./model_json";
import type { Place } from "./router";
import { decodeStoryFigures, type StoryFigure } from "./story_figures";

const kTimeoutMs = 30_000;

/** Codes of google.rpc that this page treats on their own. */
export const kNotFound = 5;
export const kUnavailable = 14;
const kInvalidArgument = 3;
const kPermissionDenied = 7;
const kUnauthenticated = 16;
const kDeadlineExceeded = 4;
const kUnknown = 2;

/** An answer that is no answer: what went wrong, in words for people and as a google.rpc code. */
export class ApiError extends Error {
  readonly code: number;
  /** What is wrong with each field of the request, where the server said so. */
  readonly violations: readonly string[];

  constructor(code: number, message: string, violations: readonly string[] = []) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.violations = violations;
  }

  /** One heading for people. */
  get title(): string {
    switch (this.code) {
      case kNotFound:
        return "This is not here";
      case kInvalidArgument:
        return "This request does not fit";
      case kPermissionDenied:
      case kUnauthenticated:
        return "You may not see this";
      case kDeadlineExceeded:
        return "The answer took too long";
      default:
        return "There is no answer at the moment";
    }
  }
}

/** A page of records as they came: canonical JSON, defaults left out. */
export interface RecordPage {
  records: Json[];
  nextPageToken: string;
}

export interface PageRequest {
  pageSize: number;
  pageToken: string;
  /** Field to sort by in the spelling of the contract, such as `start_date desc`; empty for none. */
  orderBy: string;
}

/**
 * The gateway's HTTP interface as this page uses it. Every call either gives a decoded answer or
 * throws an `ApiError`; an aborted one throws the signal's reason.
 */
export class Api {
  constructor(private readonly send: typeof fetch = (...request) => fetch(...request)) {}

  async organisations(signal?: AbortSignal): Promise<OrganisationSummary[]> {
    return decodeOrganisations(await this.get("/v1/organisations", signal));
  }

  async dashboard(place: Place, signal?: AbortSignal): Promise<Dashboard> {
    return decodeDashboard(await this.get(dashboardPath(place), signal));
  }

  async outcome(place: Place, id: string, signal?: AbortSignal): Promise<Outcome> {
    return decodeOutcome(await this.get(outcomePath(place, id), signal));
  }

  async records(link: RecordsLink, page: PageRequest, signal?: AbortSignal): Promise<RecordPage> {
    return decodeRecordPage(await this.get(recordsPath(link, page), signal));
  }

  async record(name: string, signal?: AbortSignal): Promise<Json> {
    return object(await this.get(recordPath(name), signal));
  }

  /** The control chart of an outcome; undefined if it has none. */
  async controlChart(
    outcome: Outcome,
    place: Place,
    signal?: AbortSignal,
  ): Promise<ControlChart | undefined> {
    if (outcome.chartPath === "") return undefined;
    return decodeControlChart(await this.get(chartPath(outcome.chartPath, place), signal));
  }

  /** The figures that an impact story cites. */
  async storyFigures(name: string, signal?: AbortSignal): Promise<StoryFigure[]> {
    return decodeStoryFigures(await this.get(`${recordPath(name)}:figures`, signal));
  }

  private async get(path: string, signal?: AbortSignal): Promise<unknown> {
    const timeout = AbortSignal.timeout(kTimeoutMs);
    let response: Response;
    let body: string;
    try {
      response = await this.send(path, {
        headers: { Accept: "application/json" },
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      body = await response.text();
    } catch (error) {
      if (signal?.aborted) throw error;
      if (timeout.aborted) throw new ApiError(kDeadlineExceeded, "The gateway took too long.");
      throw new ApiError(kUnavailable, "The gateway cannot be reached.");
    }
    const json = parse(body);
    if (!response.ok) throw errorOf(response.status, json);
    if (json === undefined) throw new ApiError(kUnknown, "The gateway's answer could not be read.");
    return json;
  }
}

function organisationPath(org: string): string {
  return `/v1/organisations/${encodeURIComponent(org)}`;
}

function dayQuery(place: Place): string {
  return place.asOf === undefined ? "" : `?asOf=${place.asOf}`;
}

/** Path of a dashboard as JSON. */
export function dashboardPath(place: Place): string {
  return `${organisationPath(place.org)}/dashboard${dayQuery(place)}`;
}

/** Path of the stream that sends a dashboard again when it changes. */
export function watchPath(org: string): string {
  return `${organisationPath(org)}/dashboard:watch`;
}

/** Path of an outcome as JSON. */
export function outcomePath(place: Place, id: string): string {
  return `${organisationPath(place.org)}/outcomes/${encodeURIComponent(id)}${dayQuery(place)}`;
}

const kChartPath = /^\/v1\/[\w\-./]+:chart\?outcome=[\w\-.]+$/;

/** Path of a chart on the day of the page. A link that leads out of the gateway's API is refused. */
export function chartPath(path: string, place: Place): string {
  if (!kChartPath.test(path)) {
    throw new ApiError(kInvalidArgument, "The link to this chart cannot be followed.");
  }
  return place.asOf === undefined ? path : `${path}&asOf=${place.asOf}`;
}

/** Path of a record as JSON. */
export function recordPath(name: string): string {
  return `/v1/${name.split("/").map(encodeURIComponent).join("/")}`;
}

/** Path of a page of records. A link that leads out of the gateway's API is refused. */
export function recordsPath(link: RecordsLink, page: PageRequest): string {
  if (!/^\/v1\/[\w\-./:]+$/.test(link.path)) {
    throw new ApiError(kInvalidArgument, "The link to these records cannot be followed.");
  }
  const query = new URLSearchParams();
  if (link.filter) query.set("filter", link.filter);
  query.set("pageSize", String(page.pageSize));
  if (page.pageToken) query.set("pageToken", page.pageToken);
  if (page.orderBy) query.set("orderBy", page.orderBy);
  return `${link.path}?${query.toString()}`;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** Reads the google.rpc.Status of a refused request; makes one where something else answered. */
export function errorOf(httpStatus: number, json: unknown): ApiError {
  const status = object(json);
  const message = text(status["message"]);
  if (message === "" && number(status["code"]) === 0) {
    const code = httpStatus === 404 ? kNotFound : httpStatus >= 500 ? kUnavailable : kUnknown;
    return new ApiError(code, `The gateway answered with HTTP ${httpStatus}.`);
  }
  const violations = list(status["details"], object).flatMap((detail) =>
    list(detail["fieldViolations"], (each) => {
      const violation = object(each);
      return `${text(violation["field"])}: ${text(violation["description"])}`;
    }),
  );
  return new ApiError(number(status["code"]), message, violations);
}

/** Reads a List answer: its one array of objects holds the records. */
export function decodeRecordPage(json: unknown): RecordPage {
  const from = object(json);
  const records = Object.values(from).find((value) => Array.isArray(value));
  return { records: list(records, object), nextPageToken: text(from["nextPageToken"]) };
}

import { describe, expect, it } from "vitest";

import { Api, ApiError, decodeRecordPage, errorOf, outcomePath, recordsPath } from "./api";

const kPage = { pageSize: 20, pageToken: "", orderBy: "" };

function answering(status: number, body: string): Api {
  return new Api(async () => new Response(body, { status }));
}

describe("addresses", () => {
  it("carry filter, page and order, each encoded", () => {
    const link = {
      title: "",
      path: "/v1/organisations/a/bulletins",
      filter: 'state = "PUBLISHED" AND x > 1',
    };
    const path = recordsPath(link, { pageSize: 20, pageToken: "a+b=", orderBy: "date desc" });
    const url = new URL(path, "http://localhost");
    expect(url.pathname).toBe(link.path);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      filter: link.filter,
      pageSize: "20",
      pageToken: "a+b=",
      orderBy: "date desc",
    });
  });

  it.each(["//elsewhere.example/v1/x", "https://elsewhere.example", "/v2/x", "/v1/x?y=1", ""])(
    "of records outside the interface are refused: %s",
    (path) => {
      expect(() => recordsPath({ title: "", path, filter: "" }, kPage)).toThrow(ApiError);
    },
  );

  it("keep the day that is asked for", () => {
    expect(outcomePath({ org: "a", asOf: "2026-03-31" }, "w.x")).toBe(
      "/v1/organisations/a/outcomes/w.x?asOf=2026-03-31",
    );
  });
});

describe("answers", () => {
  it("are decoded", async () => {
    const api = answering(200, '{"title": "Plan"}');
    expect((await api.dashboard({ org: "a" })).title).toBe("Plan");
  });

  it("hold their records in their one list", () => {
    expect(decodeRecordPage({ bulletins: [{ name: "n" }], nextPageToken: "t" })).toEqual({
      records: [{ name: "n" }],
      nextPageToken: "t",
    });
    expect(decodeRecordPage({})).toEqual({ records: [], nextPageToken: "" });
  });

  it("that are google.rpc.Status become errors with code, message and fields", async () => {
    const status = {
      code: 3,
      message: "The request has a fault.",
      details: [{ fieldViolations: [{ field: "filter", description: "unknown field x" }] }],
    };
    const error = await answering(400, JSON.stringify(status))
      .dashboard({ org: "a" })
      .catch((each: unknown) => each);
    expect(error).toMatchObject({
      code: 3,
      message: "The request has a fault.",
      violations: ["filter: unknown field x"],
    });
  });

  it("of something else between us and the gateway still have a code", () => {
    expect(errorOf(502, undefined)).toMatchObject({
      code: 14,
      message: "The gateway answered with HTTP 502.",
    });
    expect(errorOf(404, undefined).code).toBe(5);
  });

  it("that are no JSON are an error", async () => {
    await expect(answering(200, "<html>").dashboard({ org: "a" })).rejects.toThrow(ApiError);
  });

  it("that never come say so", async () => {
    const api = new Api(async () => Promise.reject(new TypeError("failed")));
    await expect(api.organisations()).rejects.toMatchObject({ code: 14 });
  });
});

import { beforeEach, describe, expect, it } from "vitest";

import { find } from "../dev/fixture_server";
import { kDashboards } from "../dev/fixtures/index";
import { Api } from "./api";
import { App } from "./app";
import type { Stream, Surroundings } from "./live";

class FakeStream extends EventTarget implements Stream {
  readyState = 1;
  closed = false;
  constructor(readonly path: string) {
    super();
  }
  close(): void {
    this.closed = true;
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve));
}

describe("the page", () => {
  let streams: FakeStream[];
  let asked: string[];
  let answer: (url: URL) => Response;
  let app: App;

  const main = () => document.getElementById("main") as HTMLElement;
  const go = async (hash: string) => {
    window.location.hash = hash;
    await app.show("move");
    await settled();
  };
  const send = async (dashboard: unknown) => {
    streams
      .at(-1)
      ?.dispatchEvent(new MessageEvent("message", { data: JSON.stringify({ dashboard }) }));
    await settled();
  };

  beforeEach(() => {
    document.body.innerHTML = '<div id="app"></div>';
    document.title = "";
    streams = [];
    asked = [];
    answer = (url) => {
      const json = find(url);
      const missing = { code: 5, message: "There is no such record." };
      return new Response(JSON.stringify(json ?? missing), {
        status: json === undefined ? 404 : 200,
      });
    };
    const api = new Api(async (input) => {
      const url = new URL(String(input), "http://localhost");
      asked.push(url.pathname);
      return answer(url);
    });
    const around: Surroundings = {
      openStream: (path) => {
        const stream = new FakeStream(path);
        streams.push(stream);
        return stream;
      },
      setTimer: () => 0,
      clearTimer: () => undefined,
      visible: () => true,
    };
    app = new App(document.getElementById("app") as HTMLElement, api, around);
  });

  it("has a title, one main heading and the focus on it, in every view", async () => {
    const titles = [];
    for (const hash of [
      "#/",
      "#/swlstg",
      "#/swlstg/outcomes/workforce.cpd",
      "#/swlstg/lines/camhs",
      "#/swlstg/records/trainingEvents/k3f9x2m7q1w8e5r001",
      "#/swlstg/nothing/here",
      "#/nobody",
    ]) {
      await go(hash);
      expect(main().querySelectorAll("h1")).toHaveLength(1);
      expect(document.activeElement).toBe(main().querySelector("h1"));
      titles.push(document.title);
    }
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles[2]).toBe(
      "Quarterly CPD / Training event – Bringing POTential to Life: A Framework for Occupational Therapy – POTential",
    );
  });

  it("goes to a pillar by its heading", async () => {
    await go("#/swlstg/pillars/evidence");
    expect(document.activeElement?.id).toBe("pillar-evidence");
  });

  it("asks for a dashboard once and keeps it while the reader moves about in it", async () => {
    await go("#/swlstg");
    await go("#/swlstg/lines/camhs");
    await go("#/swlstg?status=AT_RISK");
    expect(asked.filter((each) => each.endsWith("/dashboard"))).toHaveLength(1);
    expect(streams.map((each) => each.path)).toEqual(["/v1/organisations/swlstg/dashboard:watch"]);
  });

  it("lets go of an organisation that is left", async () => {
    await go("#/swlstg");
    await go("#/tower-hamlets");
    expect(streams.map((each) => each.closed)).toEqual([true, false]);
    expect(document.querySelector("header")?.textContent).toContain("Tower Hamlets");
    await go("#/");
    expect(streams[1]?.closed).toBe(true);
    expect(document.querySelector("header")?.textContent).not.toContain("Tower Hamlets");
  });

  it("does not watch a day in the past", async () => {
    await go("#/swlstg?asOf=2026-03-31");
    expect(streams).toHaveLength(0);
    expect(main().textContent).toContain("You are looking at 31 March 2026");
  });

  it("shows new figures in place, where the reader is, and says so", async () => {
    await go("#/swlstg");
    const before = main().querySelector<HTMLDetailsElement>("[id='matrix-workforce.shadowing']");
    if (before) before.open = true;
    document.getElementById("open-workforce.cpd")?.focus();
    await send({ ...kDashboards["swlstg"], title: "A new title" });
    expect(main().querySelector("h1")?.textContent).toContain("A new title");
    expect(document.activeElement?.id).toBe("open-workforce.cpd");
    expect(
      main().querySelector<HTMLDetailsElement>("[id='matrix-workforce.shadowing']")?.open,
    ).toBe(true);
    expect(document.querySelector("[aria-live]")?.textContent).toContain("have changed");
  });

  it("leaves the page alone when the same figures come again", async () => {
    await go("#/swlstg");
    const heading = main().querySelector("h1");
    await send({ ...kDashboards["swlstg"], computeTime: "2026-11-21T10:00:00Z" });
    expect(main().querySelector("h1")).toBe(heading);
    expect(document.querySelector("[aria-live]")?.textContent).toBe("");
  });

  it("renews the stamp when the same figures come again", async () => {
    await go("#/swlstg");
    expect(document.getElementById("stamp")?.textContent).toContain("every minute");
    await send({ ...kDashboards["swlstg"], computeTime: "2026-11-21T10:00:00Z" });
    expect(document.getElementById("stamp")?.textContent).toBe(
      "Computed 21 November 2026 at 10:00am. This page updates by itself.",
    );
  });

  it("shows an outcome again when its own figures change", async () => {
    await go("#/swlstg/outcomes/workforce.cpd");
    const usual = answer;
    answer = (url) =>
      url.pathname.includes("/outcomes/")
        ? new Response('{"id": "workforce.cpd", "text": "CPD", "reason": "Now five."}')
        : usual(url);
    await send({ ...kDashboards["swlstg"], title: "A new title" });
    expect(main().textContent).toContain("Now five.");
  });

  it("says what went wrong and tries again", async () => {
    const usual = answer;
    answer = () => new Response('{"code": 14, "message": "No service answered."}', { status: 503 });
    await go("#/swlstg");
    expect(main().querySelector("h1")?.textContent).toBe("There is no answer at the moment");
    expect(main().textContent).toContain("No service answered.");
    answer = usual;
    main().querySelector("button")?.click();
    await settled();
    expect(main().querySelectorAll(".app-outcome")).toHaveLength(22);
  });

  it("shows the view asked for last, whichever answers first", async () => {
    const usual = answer;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const slow = new Api(async (input) => {
      const url = new URL(String(input), "http://localhost");
      if (url.pathname.includes("swlstg")) await gate;
      return usual(url);
    });
    app = new App(document.getElementById("app") as HTMLElement, slow, {
      openStream: (path) => new FakeStream(path),
      setTimer: () => 0,
      clearTimer: () => undefined,
      visible: () => true,
    });
    window.location.hash = "#/swlstg";
    const first = app.show("move");
    await go("#/tower-hamlets");
    release();
    await first;
    await settled();
    expect(main().querySelector("h1")?.textContent).toContain("OT apprentices");
  });

  it("jumps to the main part without losing the address", async () => {
    await go("#/swlstg");
    document.querySelector<HTMLElement>(".nhsuk-skip-link")?.click();
    expect(document.activeElement).toBe(main());
    expect(window.location.hash).toBe("#/swlstg");
  });

  it("opens what paper cannot, and closes it again", async () => {
    await go("#/swlstg");
    const context = main().querySelector<HTMLDetailsElement>("#pillar-workforce-context");
    window.dispatchEvent(new Event("beforeprint"));
    expect(context?.open).toBe(true);
    window.dispatchEvent(new Event("afterprint"));
    expect(context?.open).toBe(false);
  });
});

import { describe, expect, it } from "vitest";

import { localStylesOnly } from "./local_styles";

function declaration(prop: string, value: string) {
  const kept = { prop, value, removed: false, remove: () => undefined as void };
  kept.remove = () => {
    kept.removed = true;
  };
  localStylesOnly().Declaration(kept);
  return kept;
}

describe("styles", () => {
  it("lose every address, of another host or of a picture that is not shipped", () => {
    expect(declaration("src", 'url("https://elsewhere.example/a.woff2")').removed).toBe(true);
    expect(declaration("background", 'url("//elsewhere.example/a.png")').removed).toBe(true);
    expect(declaration("mask-image", 'url("/assets/images/a.svg")').removed).toBe(true);
    expect(declaration("color", "#005eb8").removed).toBe(false);
  });

  it("fall back from the font that may not be fetched", () => {
    expect(declaration("font-family", '"Frutiger W01", arial, sans-serif').value).toBe(
      "arial, sans-serif",
    );
  });

  it("lose font faces whole", () => {
    let removed = false;
    localStylesOnly().AtRule["font-face"]({ remove: () => (removed = true) });
    expect(removed).toBe(true);
  });
});

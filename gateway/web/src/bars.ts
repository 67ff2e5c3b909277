import { svg } from "./dom";

/**
 * A value on the way to its target: a bar and a mark at the target. `label` says the same in words.
 * Nothing where there is no value to draw.
 */
export function valueBar(
  value: number | undefined,
  target: number | undefined,
  label: string,
): SVGSVGElement | undefined {
  if (value === undefined || target === undefined) return undefined;
  const low = Math.min(0, value, target);
  const high = Math.max(0, value, target);
  const span = high - low || 1;
  const at = (each: number) => ((each - low) / span) * 100;
  return svg(
    "svg",
    {
      class: "app-bar",
      viewBox: "0 0 100 10",
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": label,
    },
    svg("rect", { class: "app-bar__track", x: 0, y: 2, width: 100, height: 6 }),
    svg("rect", {
      class: "app-bar__value",
      x: Math.min(at(0), at(value)),
      y: 2,
      width: Math.abs(at(value) - at(0)),
      height: 6,
    }),
    svg("rect", {
      class: "app-bar__target",
      x: Math.min(at(target), 99),
      y: 0,
      width: 1,
      height: 10,
    }),
  );
}

/** Shares of a whole as one bar; `label` says the same in words. */
export function shareBar(
  parts: readonly { slug: string; count: number }[],
  label: string,
): SVGSVGElement {
  const total = parts.reduce((sum, each) => sum + each.count, 0);
  let x = 0;
  const pieces = parts.flatMap(({ slug, count }) => {
    if (count <= 0) return [];
    const width = (count / total) * 100;
    const piece = svg("rect", {
      class: `app-share app-share--${slug}`,
      x,
      y: 0,
      width,
      height: 10,
    });
    x += width;
    return [piece];
  });
  return svg(
    "svg",
    {
      class: "app-bar app-bar--shares",
      viewBox: "0 0 100 10",
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": label,
    },
    pieces,
  );
}

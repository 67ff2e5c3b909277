/** Where a reader is on a page: what is open, where the focus is, and how far it is scrolled. */
export interface ReadingPlace {
  open: ReadonlyMap<string, boolean>;
  /** Selector of the part with the focus; empty for none. */
  focus: string;
  scroll: number;
}

/** Notes the place on a page. Parts are known by their `id`, which stays when they are drawn again. */
export function readingPlace(root: HTMLElement): ReadingPlace {
  const parts = [...root.querySelectorAll<HTMLDetailsElement>("details[id]")];
  const focused = document.activeElement;
  return {
    open: new Map(parts.map((each) => [each.id, each.open])),
    focus: focused instanceof HTMLElement && root.contains(focused) ? selectorOf(focused) : "",
    scroll: window.scrollY,
  };
}

/** Brings a page, drawn again, to a place noted before. What is gone is passed over. */
export function resumePlace(root: HTMLElement, place: ReadingPlace): void {
  for (const [id, open] of place.open) {
    const part = document.getElementById(id);
    if (part instanceof HTMLDetailsElement) part.open = open;
  }
  if (place.focus !== "") {
    root.querySelector<HTMLElement>(place.focus)?.focus({ preventScroll: true });
  }
  window.scrollTo({ top: place.scroll });
}

/** A selector that finds a part again: by `id`, by address, or as the summary of a part. */
function selectorOf(element: HTMLElement): string {
  if (element.id !== "") return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute("href");
  if (href !== null) return `a[href="${CSS.escape(href)}"]`;
  const parent = element.parentElement;
  if (element.tagName === "SUMMARY" && parent?.id) return `#${CSS.escape(parent.id)} > summary`;
  return "";
}

/**
 * Opens the parts of the page while it is printed, as paper cannot be opened by hand. Parts marked
 * `data-print="as-is"` say what stands elsewhere on the page and stay as the reader has them.
 */
export function openPartsForPrint(root: HTMLElement): void {
  let opened: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    const closed = root.querySelectorAll<HTMLDetailsElement>(
      'details:not([open], [data-print="as-is"])',
    );
    opened = [...closed];
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
    opened = [];
  });
}

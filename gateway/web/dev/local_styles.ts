/** What of PostCSS's plugin interface is used here. */
interface Removable {
  remove(): void;
}

/**
 * PostCSS plugin that keeps the NHS design system's style sheet free of anything outside this site:
 * its font faces (served from another host), the name of that font, and rules for pictures that
 * components not used here would load.
 */
export function localStylesOnly() {
  return {
    postcssPlugin: "local-styles-only",
    AtRule: {
      "font-face": (rule: Removable) => rule.remove(),
    },
    Declaration(declaration: Removable & { prop: string; value: string }) {
      if (/url\(["']?(?:https?:)?\//.test(declaration.value)) declaration.remove();
      else if (declaration.prop === "font-family" && declaration.value.includes("Frutiger W01")) {
        declaration.value = declaration.value.replace(/["']?Frutiger W01["']?,\s*/g, "");
      }
    },
  };
}

import { h } from "../dom";
import { formatDay, words } from "../format";
import type { StoryFigure } from "../story_figures";
import { table } from "../table";
import { details } from "./messages";
import { RecordsBrowser, type RecordsOptions } from "./records";

/** The stories that the organisation has published, fetched when the part is opened. */
export function storiesSection(options: RecordsOptions): HTMLElement {
  const link = {
    title: "Published stories",
    path: `/v1/organisations/${options.place.org}/impactStories`,
    filter: "state = PUBLISHED",
  };
  const browser = new RecordsBrowser(link, undefined, options);
  const part = details("published-stories", link.title, browser.element);
  part.addEventListener("toggle", () => part.open && browser.open());
  return h(
    "section",
    { class: "app-section", "aria-labelledby": "stories" },
    h("h2", { id: "stories", class: "nhsuk-heading-l" }, "Stories"),
    part,
  );
}

/** The figures that a story cites, and which have moved since; nothing if it cites none. */
export function storyFigures(
  figures: readonly StoryFigure[],
  titles: ReadonlyMap<string, string>,
): HTMLElement[] {
  if (figures.length === 0) return [];
  const heading = "Figures of this story";
  return [
    h("h2", { class: "nhsuk-heading-m" }, heading),
    table({
      caption: heading,
      captionHidden: true,
      columns: [
        { title: "Figure", header: true, cell: (row) => labelOf(row, titles) },
        { title: "Published", cell: publishedText },
        { title: "Now", cell: liveText },
      ],
      rows: figures,
    }),
  ];
}

function labelOf(figure: StoryFigure, titles: ReadonlyMap<string, string>): string {
  if (figure.splitValue === "") return figure.label;
  return `${figure.label}, ${titles.get(figure.splitValue) ?? words(figure.splitValue)}`;
}

function publishedText(figure: StoryFigure): string {
  if (figure.published === "") return "Not published";
  return `Published as ${figure.published} on ${formatDay(figure.publishedDay)}`;
}

function liveText(figure: StoryFigure): string {
  if (figure.missingReason !== "") return figure.missingReason;
  if (figure.published === "") return figure.live;
  return figure.moved ? `Now ${figure.live}` : "Unchanged";
}

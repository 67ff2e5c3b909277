import { flag, list, object, text } from "./decode";

/** A figure of an impact story, as it was published and as it is now. */
export interface StoryFigure {
  label: string;
  splitValue: string;
  /** As it was shown when the story was published; empty if it is not. */
  published: string;
  publishedDay: string;
  /** As it would be shown now; empty if that is not known. */
  live: string;
  liveDay: string;
  missingReason: string;
  moved: boolean;
}

/** Reads the answer of `impactStories/*:figures`. */
export function decodeStoryFigures(json: unknown): StoryFigure[] {
  return list(object(json)["figures"], (value): StoryFigure => {
    const from = object(value);
    return {
      label: text(from["label"]),
      splitValue: text(from["splitValue"]),
      published: text(from["publishedText"]),
      publishedDay: text(from["publishedAsOf"]),
      live: text(from["liveText"]),
      liveDay: text(from["liveAsOf"]),
      missingReason: text(from["liveMissingReason"]),
      moved: flag(from["moved"]),
    };
  });
}

import { flag, list, object, oneOf, optionalNumber, text } from "./decode";

export const kPointTypes = [
  "TYPE_UNSPECIFIED",
  "COMMON_CAUSE",
  "SPECIAL_CAUSE_IMPROVEMENT",
  "SPECIAL_CAUSE_CONCERN",
  "SPECIAL_CAUSE_NEUTRAL_HIGH",
  "SPECIAL_CAUSE_NEUTRAL_LOW",
] as const;
export type PointType = (typeof kPointTypes)[number];

/** A point of a control chart; what is not defined is undefined. */
export interface ControlPoint {
  date: string;
  value: number | undefined;
  mean: number | undefined;
  lowerLimit: number | undefined;
  upperLimit: number | undefined;
  type: PointType;
  /** The rule that made it special, as the contract names it; empty if none did. */
  rule: string;
  /** Number of its group: lines and signals begin anew with each. */
  group: number | undefined;
  excluded: boolean;
  annotation: string;
  /** Not shown to this reader, as too few people are behind it. */
  withheld: boolean;
}

/** The control chart of an indicator. */
export interface ControlChart {
  title: string;
  unit: string;
  /** The rules in a sentence. */
  basis: string;
  target: number | undefined;
  points: ControlPoint[];
  variationIcon: string;
  assuranceIcon: string;
  warnings: string[];
  illustrative: boolean;
}

function point(json: unknown): ControlPoint {
  const from = object(json);
  return {
    date: text(from["date"]),
    value: optionalNumber(from["value"]),
    mean: optionalNumber(from["mean"]),
    lowerLimit: optionalNumber(from["lowerLimit"]),
    upperLimit: optionalNumber(from["upperLimit"]),
    type: oneOf(from["pointType"], kPointTypes, "TYPE_UNSPECIFIED"),
    rule: text(from["rule"]),
    group: optionalNumber(from["group"]),
    excluded: flag(from["excluded"]),
    annotation: text(from["annotation"]),
    withheld: flag(from["withheld"]),
  };
}

/** Reads `potential.charts.v1.Chart`. */
export function decodeControlChart(json: unknown): ControlChart {
  const from = object(json);
  const source = object(from["source"]);
  return {
    title: text(source["title"]),
    unit: text(source["unit"]),
    basis: text(from["basis"]),
    target: optionalNumber(from["target"]),
    points: list(from["points"], point),
    variationIcon: text(from["variationIcon"]),
    assuranceIcon: text(from["assuranceIcon"]),
    warnings: list(from["warnings"], (each) => text(object(each)["text"])),
    illustrative: flag(source["illustrative"]),
  };
}

/**
 * What the gateway says, as this page holds it. `model_json.ts` reads it from JSON; every field is
 * there, with the default of the contract where the answer left it out.
 */

/** Where an outcome stands, best first. */
export const kStatuses = [
  "ACHIEVED",
  "ON_TRACK",
  "AT_RISK",
  "OFF_TRACK",
  "NOT_STARTED",
  "NO_DATA",
] as const;
export type Status = (typeof kStatuses)[number];

/** Number of outcomes by status. */
export type StatusCounts = Record<Status, number>;

export interface OrganisationSummary {
  name: string;
  title: string;
  strategyTitle: string;
  odsCode: string;
}

export interface Figure {
  value: number | undefined;
  numerator: number | undefined;
  denominator: number | undefined;
  illustrative: boolean;
}

export interface Point {
  startDate: string;
  endDate: string;
  figure: Figure;
  closed: boolean;
  partial: boolean;
}

export interface SupportingFigure {
  indicator: string;
  label: string;
  unit: string;
  figure: Figure;
  points: Point[];
}

export interface Cell {
  member: string;
  title: string;
  met: boolean;
  value: number | undefined;
  reason: string;
  illustrative: boolean;
}

export interface ChecklistItem {
  label: string;
  done: number;
  total: number;
  complete: boolean;
}

export interface RecordsLink {
  title: string;
  path: string;
  filter: string;
}

export interface Outcome {
  name: string;
  id: string;
  text: string;
  status: Status;
  reason: string;
  value: number | undefined;
  target: number | undefined;
  unit: string;
  rule: string;
  ruleText: string;
  interpretation: string;
  matrix: Cell[];
  matrixDimension: string;
  points: Point[];
  supporting: SupportingFigure[];
  records: RecordsLink[];
  illustrative: boolean;
  items: ChecklistItem[];
  valueText: string;
  targetText: string;
  windowStartDate: string;
  windowEndDate: string;
  /** Services whose figures here are those of an earlier answer. */
  staleServices: string[];
  /** Path of its control chart under the gateway; empty if it has none. */
  chartPath: string;
}

export const kInitiativeStatuses = [
  "STATUS_UNSPECIFIED",
  "NOT_STARTED",
  "IN_PROGRESS",
  "DONE",
  "STOPPED",
] as const;
export type InitiativeStatus = (typeof kInitiativeStatuses)[number];

export interface Milestone {
  title: string;
  dueDate: string;
  doneDate: string;
}

export interface Initiative {
  name: string;
  status: InitiativeStatus;
  ownerRole: string;
  notes: string;
  illustrative: boolean;
  milestones: Milestone[];
}

export interface InitiativeView {
  id: string;
  kind: string;
  text: string;
  /** Absent if the service did not answer. */
  initiative: Initiative | undefined;
  supporting: SupportingFigure[];
}

export interface Pillar {
  id: string;
  number: number;
  title: string;
  vision: string;
  context: string[];
  outcomes: Outcome[];
  initiatives: InitiativeView[];
  counts: StatusCounts;
}

export const kPanelStates = ["STATE_UNSPECIFIED", "FRESH", "STALE", "MISSING"] as const;

export interface Panel {
  service: string;
  state: (typeof kPanelStates)[number];
  ageSeconds: number;
  reason: string;
}

export interface Dashboard {
  name: string;
  organisationTitle: string;
  title: string;
  asOf: string;
  computeTime: string;
  planStartDate: string;
  planEndDate: string;
  planSharePassed: number;
  pillars: Pillar[];
  panels: Panel[];
  partial: boolean;
  illustrative: boolean;
  illustrativeNote: string;
  strategyHash: string;
  strategyDisagreements: string[];
  counts: StatusCounts;
  provenance: string;
  sources: string[];
}

/** The pillar that holds an outcome; undefined if no pillar does. */
export function pillarOf(dashboard: Dashboard, outcomeId: string): Pillar | undefined {
  return dashboard.pillars.find((each) => each.outcomes.some((own) => own.id === outcomeId));
}

/** All outcomes in the order of the strategy. */
export function outcomesOf(dashboard: Dashboard): Outcome[] {
  return dashboard.pillars.flatMap((each) => each.outcomes);
}

/** Members of `dimension` that the outcomes are shown by, in the order met, each once. */
export function membersOf(outcomes: readonly Outcome[], dimension: string): Cell[] {
  const members = new Map<string, Cell>();
  for (const outcome of outcomes) {
    if (outcome.matrixDimension !== dimension) continue;
    for (const each of outcome.matrix) {
      if (!members.has(each.member)) members.set(each.member, each);
    }
  }
  return [...members.values()];
}

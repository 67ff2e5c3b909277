import { flag, list, number, object, oneOf, optionalNumber, text } from "./decode";
import {
  kInitiativeStatuses,
  kPanelStates,
  kStatuses,
  type Cell,
  type ChecklistItem,
  type Dashboard,
  type Figure,
  type Initiative,
  type InitiativeView,
  type Milestone,
  type OrganisationSummary,
  type Outcome,
  type Panel,
  type Pillar,
  type Point,
  type RecordsLink,
  type StatusCounts,
  type SupportingFigure,
} from "./model";

function figure(json: unknown): Figure {
  const from = object(json);
  return {
    value: optionalNumber(from["value"]),
    numerator: optionalNumber(from["numerator"]),
    denominator: optionalNumber(from["denominator"]),
    illustrative: flag(from["illustrative"]),
  };
}

function point(json: unknown): Point {
  const from = object(json);
  return {
    startDate: text(from["startDate"]),
    endDate: text(from["endDate"]),
    figure: figure(from["figure"]),
    closed: flag(from["closed"]),
    partial: flag(from["partial"]),
  };
}

function supportingFigure(json: unknown): SupportingFigure {
  const from = object(json);
  return {
    indicator: text(from["indicator"]),
    label: text(from["label"]),
    unit: text(from["unit"]),
    figure: figure(from["figure"]),
    points: list(from["points"], point),
  };
}

function cell(json: unknown): Cell {
  const from = object(json);
  return {
    member: text(from["member"]),
    title: text(from["title"]) || text(from["member"]),
    met: flag(from["met"]),
    value: optionalNumber(from["value"]),
    reason: text(from["reason"]),
    illustrative: flag(from["illustrative"]),
  };
}

function item(json: unknown): ChecklistItem {
  const from = object(json);
  return {
    label: text(from["label"]),
    done: number(from["done"]),
    total: number(from["total"]),
    complete: flag(from["complete"]),
  };
}

function recordsLink(json: unknown): RecordsLink {
  const from = object(json);
  return {
    title: text(from["title"]) || "Records",
    path: text(from["path"]),
    filter: text(from["filter"]),
  };
}

/** Reads `potential.dashboard.v1.Outcome`. */
export function decodeOutcome(json: unknown): Outcome {
  const from = object(json);
  return {
    name: text(from["name"]),
    id: text(from["id"]),
    text: text(from["text"]),
    status: oneOf(from["status"], kStatuses, "NO_DATA"),
    reason: text(from["reason"]),
    value: optionalNumber(from["value"]),
    target: optionalNumber(from["target"]),
    unit: text(from["unit"]),
    rule: text(from["rule"]),
    ruleText: text(from["ruleText"]),
    interpretation: text(from["interpretation"]),
    matrix: list(from["matrix"], cell),
    matrixDimension: text(from["matrixDimension"]),
    points: list(from["points"], point),
    supporting: list(from["supporting"], supportingFigure),
    records: list(from["records"], recordsLink),
    illustrative: flag(from["illustrative"]),
    items: list(from["items"], item),
    valueText: text(from["valueText"]),
    targetText: text(from["targetText"]),
    windowStartDate: text(from["windowStartDate"]),
    windowEndDate: text(from["windowEndDate"]),
    staleServices: list(from["staleServices"], text),
    chartPath: text(from["chartPath"]),
  };
}

function milestone(json: unknown): Milestone {
  const from = object(json);
  return {
    title: text(from["title"]),
    dueDate: text(from["dueDate"]),
    doneDate: text(from["doneDate"]),
  };
}

function initiative(json: unknown): Initiative | undefined {
  if (json === undefined || json === null) return undefined;
  const from = object(json);
  return {
    name: text(from["name"]),
    status: oneOf(from["status"], kInitiativeStatuses, "STATUS_UNSPECIFIED"),
    ownerRole: text(from["ownerRole"]),
    notes: text(from["notes"]),
    illustrative: flag(from["illustrative"]),
    milestones: list(from["milestones"], milestone),
  };
}

function initiativeView(json: unknown): InitiativeView {
  const from = object(json);
  return {
    id: text(from["id"]),
    kind: text(from["kind"]),
    text: text(from["text"]),
    initiative: initiative(from["initiative"]),
    supporting: list(from["supporting"], supportingFigure),
  };
}

function counts(json: unknown): StatusCounts {
  const from = object(json);
  return {
    ACHIEVED: number(from["achieved"]),
    ON_TRACK: number(from["onTrack"]),
    AT_RISK: number(from["atRisk"]),
    OFF_TRACK: number(from["offTrack"]),
    NOT_STARTED: number(from["notStarted"]),
    NO_DATA: number(from["noData"]),
  };
}

function pillar(json: unknown): Pillar {
  const from = object(json);
  return {
    id: text(from["id"]),
    number: number(from["number"]),
    title: text(from["title"]),
    vision: text(from["vision"]),
    context: list(from["context"], text),
    outcomes: list(from["outcomes"], decodeOutcome),
    initiatives: list(from["initiatives"], initiativeView),
    counts: counts(from["counts"]),
  };
}

function panel(json: unknown): Panel {
  const from = object(json);
  return {
    service: text(from["service"]),
    state: oneOf(from["state"], kPanelStates, "STATE_UNSPECIFIED"),
    ageSeconds: number(from["ageSeconds"]),
    reason: text(from["reason"]),
  };
}

/** Reads `potential.dashboard.v1.Dashboard`. */
export function decodeDashboard(json: unknown): Dashboard {
  const from = object(json);
  return {
    name: text(from["name"]),
    organisationTitle: text(from["organisationTitle"]),
    title: text(from["title"]),
    asOf: text(from["asOf"]),
    computeTime: text(from["computeTime"]),
    planStartDate: text(from["planStartDate"]),
    planEndDate: text(from["planEndDate"]),
    planSharePassed: number(from["planSharePassed"]),
    pillars: list(from["pillars"], pillar),
    panels: list(from["panels"], panel),
    partial: flag(from["partial"]),
    illustrative: flag(from["illustrative"]),
    illustrativeNote: text(from["illustrativeNote"]),
    strategyHash: text(from["strategyHash"]),
    strategyDisagreements: list(from["strategyDisagreements"], text),
    counts: counts(from["counts"]),
    provenance: text(from["provenance"]),
    sources: list(from["sources"], text),
  };
}

/** Reads `potential.strategy.v1.ListOrganisationsResponse`. */
export function decodeOrganisations(json: unknown): OrganisationSummary[] {
  return list(object(json)["organisations"], (each) => {
    const from = object(each);
    return {
      name: text(from["name"]),
      title: text(from["title"]) || text(from["name"]),
      strategyTitle: text(from["strategyTitle"]),
      odsCode: text(from["odsCode"]),
    };
  });
}

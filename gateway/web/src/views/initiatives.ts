import { h } from "../dom";
import { formatShortDay, plural } from "../format";
import type { Initiative, InitiativeView, Milestone, Pillar } from "../model";
import { illustrativeTag, initiativeTag } from "../status";
import { table } from "../table";
import { supportingFigures } from "./figures";
import { details } from "./messages";

const kGroups = [
  { kind: "how", title: "How" },
  { kind: "focus", title: "2 year focus" },
  { kind: "aim", title: "Aims" },
];

/** The work of a pillar, by column of the strategy. */
export function initiatives(pillar: Pillar, asOf: string): HTMLElement[] {
  const others = pillar.initiatives.filter(
    (each) => !kGroups.some(({ kind }) => kind === each.kind),
  );
  const groups = kGroups.map(({ kind, title }) => ({
    title,
    items: pillar.initiatives.filter((each) => each.kind === kind),
  }));
  return [...groups, { title: "Further work", items: others }]
    .filter(({ items }) => items.length > 0)
    .map(({ title, items }) =>
      h(
        "section",
        { class: "app-work" },
        h("h3", { class: "nhsuk-heading-m" }, title),
        h(
          "ul",
          { class: "app-work__list" },
          items.map((each) => initiativeItem(each, asOf)),
        ),
      ),
    );
}

function initiativeItem(view: InitiativeView, asOf: string): HTMLElement {
  const { initiative } = view;
  const id = `work-${view.id}`;
  return h(
    "li",
    { class: "app-work__item" },
    h(
      "div",
      { class: "app-work__head" },
      h("p", { class: "app-work__text" }, view.text),
      h(
        "p",
        { class: "app-tags" },
        initiativeTag(initiative?.status),
        initiative?.illustrative && [" ", illustrativeTag()],
      ),
    ),
    initiative
      ? work(initiative, id, asOf)
      : h("p", { class: "app-secondary" }, "The service that keeps this did not answer."),
    view.supporting.length > 0 &&
      details(
        `${id}-figures`,
        `Supporting figures (${view.supporting.length})`,
        supportingFigures(view.supporting, id),
      ),
  );
}

function work(initiative: Initiative, id: string, asOf: string): HTMLElement[] {
  const parts: HTMLElement[] = [];
  const facts = [
    milestoneSummary(initiative.milestones, asOf),
    initiative.ownerRole === "" ? "" : `Led by: ${initiative.ownerRole}`,
  ].filter(Boolean);
  if (facts.length > 0) parts.push(h("p", { class: "app-secondary" }, facts.join(". ")));
  if (initiative.notes !== "") parts.push(h("p", { class: "app-secondary" }, initiative.notes));
  if (initiative.milestones.length > 0) {
    parts.push(
      details(
        `${id}-milestones`,
        `Milestones (${initiative.milestones.length})`,
        milestoneTable(initiative.milestones, asOf),
      ),
    );
  }
  return parts;
}

/** How far the milestones are: "1 of 3 milestones reached. Next: Launch, due 1 Mar 2027". */
export function milestoneSummary(milestones: readonly Milestone[], asOf: string): string {
  if (milestones.length === 0) return "";
  const reached = milestones.filter((each) => each.doneDate !== "").length;
  const text = `${reached} of ${plural(milestones.length, "milestone")} reached`;
  const next = milestones
    .filter((each) => each.doneDate === "")
    .sort((a, b) => (a.dueDate || "9999").localeCompare(b.dueDate || "9999"))[0];
  if (!next) return text;
  const due = next.dueDate === "" ? "" : `, due ${formatShortDay(next.dueDate)}`;
  return `${text}. Next: ${next.title}${due}${overdue(next, asOf) ? " (overdue)" : ""}`;
}

function overdue(milestone: Milestone, asOf: string): boolean {
  return milestone.doneDate === "" && milestone.dueDate !== "" && milestone.dueDate < asOf;
}

function milestoneTable(milestones: readonly Milestone[], asOf: string): HTMLElement {
  return table<Milestone>({
    caption: "Milestones",
    captionHidden: true,
    narrow: true,
    rows: milestones,
    columns: [
      { title: "Milestone", header: true, cell: (each) => each.title },
      { title: "Due", cell: (each) => formatShortDay(each.dueDate) || "–" },
      {
        title: "Reached",
        cell: (each) =>
          formatShortDay(each.doneDate) || (overdue(each, asOf) ? "No, overdue" : "Not yet"),
      },
    ],
  });
}

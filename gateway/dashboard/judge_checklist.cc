// Checklists: every item must be done.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/dashboard/judgement.h"
#include "gateway/dashboard/words.h"

namespace potential::gateway {
namespace {

using dashboard::v1::Item;
using View = dashboard::v1::Outcome;

using Rule = strategy::v1::ChecklistRule::Item;
// The figure of each item, in the order of the rule; null where there is none.
using ItemFigures = std::vector<const indicators::v1::Figure*>;

ItemFigures Overall(const Evidence& evidence) {
  ItemFigures figures;
  for (const RuleFigures& part : evidence.figures) {
    figures.push_back(&part.result->overall().total());
  }
  return figures;
}

ItemFigures OfMember(const Evidence& evidence, const std::string& member) {
  ItemFigures figures;
  for (const RuleFigures& part : evidence.figures) {
    const indicators::v1::Series* series = FindMember(*part.result, member);
    figures.push_back(series == nullptr ? nullptr : &series->total());
  }
  return figures;
}

// An item with `whole` counts each thing in its denominator; without any it is one thing not done.
Item JudgeItem(const Rule& rule, const indicators::v1::Figure& figure) {
  Item item;
  item.set_label(rule.label());
  if (rule.done_case() == Rule::kWhole) {
    item.set_done(figure.denominator() > 0 ? figure.numerator() : 0);
    item.set_total(figure.denominator() > 0 ? figure.denominator() : 1);
  } else {
    item.set_total(1);
    item.set_done(figure.has_value() && figure.value() >= rule.at_least() ? 1 : 0);
  }
  item.set_complete(item.done() >= item.total());
  return item;
}

// All items together.
struct Checked {
  std::vector<Item> items;
  double done = 0;
  double total = 0;
  std::vector<std::string> missing;

  std::string ValueText() const {
    return absl::StrCat(NumberText(done), " of ", NumberText(total), " items");
  }
};

Checked Check(const strategy::v1::ChecklistRule& rule, const ItemFigures& figures) {
  Checked checked;
  for (int i = 0; i < rule.items_size(); ++i) {
    const indicators::v1::Figure* figure = figures[static_cast<size_t>(i)];
    const Item item =
        JudgeItem(rule.items(i), figure == nullptr ? indicators::v1::Figure() : *figure);
    checked.done += item.done();
    checked.total += item.total();
    if (!item.complete()) {
      checked.missing.push_back(item.total() > 1
                                    ? absl::StrCat(item.label(), " (", NumberText(item.done()),
                                                   " of ", NumberText(item.total()), ")")
                                    : item.label());
    }
    checked.items.push_back(item);
  }
  return checked;
}

// An item with `whole` that has nothing in its denominator says nothing, and a count of nothing says
// that nothing is there.
bool NothingRecorded(const strategy::v1::ChecklistRule& rule, const ItemFigures& figures,
                     bool zero_counts) {
  for (int i = 0; i < rule.items_size(); ++i) {
    const indicators::v1::Figure* figure = figures[static_cast<size_t>(i)];
    if (rule.items(i).done_case() != Rule::kWhole) {
      if (zero_counts || (figure != nullptr && figure->value() > 0)) return false;
    } else if (figure != nullptr && figure->denominator() > 0) {
      return false;
    }
  }
  return true;
}

void ShowMembers(const Evidence& evidence, View& view) {
  const strategy::v1::ChecklistRule& rule = evidence.outcome.checklist();
  view.set_matrix_dimension(evidence.outcome.matrix_by());
  for (const Member& member : MembersOf(evidence.strategy, evidence.outcome.matrix_by())) {
    dashboard::v1::Cell& cell = *view.add_matrix();
    cell.set_member(member.id);
    cell.set_title(member.title);
    cell.set_illustrative(member.illustrative);
    const ItemFigures figures = OfMember(evidence, member.id);
    if (NothingRecorded(rule, figures, /*zero_counts=*/false)) {
      cell.set_reason("none recorded");
      continue;
    }
    const Checked checked = Check(rule, figures);
    cell.set_value(checked.done);
    cell.set_met(checked.missing.empty());
    cell.set_reason(checked.missing.empty()
                        ? checked.ValueText()
                        : absl::StrCat(checked.ValueText(), "; still open: ",
                                       ListText(checked.missing)));
  }
}

}  // namespace

void JudgeChecklist(const Evidence& evidence, View& view) {
  const strategy::v1::ChecklistRule& rule = evidence.outcome.checklist();
  const ItemFigures figures = Overall(evidence);
  const Checked checked = Check(rule, figures);
  std::vector<std::string> labels;
  for (const Item& item : checked.items) labels.push_back(item.label());
  view.set_rule_text(absl::StrCat("All of these are done: ", ListText(labels, 10), "."));
  view.set_unit("items");
  if (!evidence.outcome.matrix_by().empty()) ShowMembers(evidence, view);
  if (NothingRecorded(rule, figures, /*zero_counts=*/true)) {
    view.set_status(View::NO_DATA);
    view.set_reason(absl::StrCat("There are no records yet of what has to be done: ",
                                 ListText(labels), "."));
    return;
  }
  view.mutable_items()->Assign(checked.items.begin(), checked.items.end());
  view.set_value(checked.done);
  view.set_target(checked.total);
  view.set_value_text(checked.ValueText());
  view.set_target_text(absl::StrCat("all ", NumberText(checked.total), " items"));
  if (checked.missing.empty()) {
    view.set_status(View::ACHIEVED);
    view.set_reason(absl::StrCat("All ", NumberText(checked.total), " items are done."));
    return;
  }
  if (checked.done <= 0) {
    view.set_status(View::NOT_STARTED);
    view.set_reason(absl::StrCat("None of ", NumberText(checked.total), " items is done yet; ",
                                 PassedText(evidence.days), "."));
    return;
  }
  const double passed = measures::ShareOfWindowPassed(evidence.days.plan, evidence.days.as_of);
  view.set_status(StatusOf(ShareOf(checked.done / checked.total, passed),
                           strategy::ThresholdsOf(evidence.strategy, evidence.outcome)));
  view.set_reason(absl::StrCat(view.value_text(), " are done; still open: ", ListText(checked.missing),
                               "; ", PassedText(evidence.days), "."));
}

}  // namespace potential::gateway

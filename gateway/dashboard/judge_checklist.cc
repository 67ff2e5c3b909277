// Checklists: every item must be done.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gateway/dashboard/judgement.h"
#include "gateway/dashboard/words.h"

namespace potential::gateway {
namespace {

using dashboard::v1::Item;
using View = dashboard::v1::Outcome;

// An item with `whole` counts each thing in its denominator; without any it is one thing not done.
void JudgeItem(const strategy::v1::ChecklistRule::Item& rule, const RuleFigures& part, Item& item) {
  const indicators::v1::Figure& figure = part.result->overall().total();
  item.set_label(rule.label());
  if (rule.done_case() == strategy::v1::ChecklistRule::Item::kWhole) {
    item.set_done(figure.denominator() > 0 ? figure.numerator() : 0);
    item.set_total(figure.denominator() > 0 ? figure.denominator() : 1);
  } else {
    item.set_total(1);
    item.set_done(figure.has_value() && figure.value() >= rule.at_least() ? 1 : 0);
  }
  item.set_complete(item.done() >= item.total());
}

bool NothingToDivideBy(const Evidence& evidence) {
  const auto& items = evidence.outcome.checklist().items();
  for (int i = 0; i < items.size(); ++i) {
    const indicators::v1::Figure& figure =
        evidence.figures[static_cast<size_t>(i)].result->overall().total();
    const bool empty = items[i].done_case() == strategy::v1::ChecklistRule::Item::kWhole &&
                       figure.denominator() <= 0;
    if (!empty) return false;
  }
  return true;
}

}  // namespace

void JudgeChecklist(const Evidence& evidence, View& view) {
  const auto& rules = evidence.outcome.checklist().items();
  double done = 0;
  double total = 0;
  std::vector<std::string> missing;
  std::vector<std::string> labels;
  for (int i = 0; i < rules.size(); ++i) {
    Item& item = *view.add_items();
    JudgeItem(rules[i], evidence.figures[static_cast<size_t>(i)], item);
    done += item.done();
    total += item.total();
    labels.push_back(item.label());
    if (!item.complete()) {
      missing.push_back(item.total() > 1
                            ? absl::StrCat(item.label(), " (", NumberText(item.done()), " of ",
                                           NumberText(item.total()), ")")
                            : item.label());
    }
  }
  view.set_rule_text(absl::StrCat("All of these are done: ", ListText(labels, 10), "."));
  view.set_unit("items");
  if (NothingToDivideBy(evidence)) {
    view.clear_items();
    view.set_status(View::NO_DATA);
    view.set_reason(absl::StrCat("There are no records yet of what has to be done: ",
                                 ListText(labels), "."));
    return;
  }
  view.set_value(done);
  view.set_target(total);
  view.set_value_text(absl::StrCat(NumberText(done), " of ", NumberText(total), " items"));
  view.set_target_text(absl::StrCat("all ", NumberText(total), " items"));
  if (missing.empty()) {
    view.set_status(View::ACHIEVED);
    view.set_reason(absl::StrCat("All ", NumberText(total), " items are done."));
    return;
  }
  if (done <= 0) {
    view.set_status(View::NOT_STARTED);
    view.set_reason(absl::StrCat("None of ", NumberText(total), " items is done yet; ",
                                 PassedText(evidence.days), "."));
    return;
  }
  const double passed = measures::ShareOfWindowPassed(evidence.days.plan, evidence.days.as_of);
  view.set_status(StatusOf(ShareOf(done / total, passed),
                           strategy::ThresholdsOf(evidence.strategy, evidence.outcome)));
  view.set_reason(absl::StrCat(view.value_text(), " are done; still open: ", ListText(missing),
                               "; ", PassedText(evidence.days), "."));
}

}  // namespace potential::gateway

// Coverage: every member of a dimension must have what is required.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/dashboard/judgement.h"
#include "gateway/dashboard/words.h"

namespace potential::gateway {
namespace {

using dashboard::v1::Cell;
using View = dashboard::v1::Outcome;

double AtLeast(const strategy::v1::Requirement& requirement) {
  return requirement.has_at_least() ? requirement.at_least() : 1;
}

std::string LabelOf(const strategy::v1::Requirement& requirement, const RuleFigures& part) {
  return requirement.indicator().label().empty() ? part.indicator->title()
                                                 : requirement.indicator().label();
}

void JudgeMember(const Evidence& evidence, const Member& member, Cell& cell) {
  const auto& requirements = evidence.outcome.coverage().requirements();
  std::vector<std::string> has;
  std::vector<std::string> lacks;
  double least = 0;
  for (int i = 0; i < requirements.size(); ++i) {
    const RuleFigures& part = evidence.figures[static_cast<size_t>(i)];
    const indicators::v1::Series* series = FindMember(*part.result, member.id);
    const double value = series == nullptr ? 0 : series->total().value();
    least = i == 0 ? value : std::min(least, value);
    const std::string label = LabelOf(requirements[i], part);
    if (value >= AtLeast(requirements[i])) {
      has.push_back(absl::StrCat(NumberText(value), " × ", label));
    } else {
      lacks.push_back(label);
    }
  }
  cell.set_member(member.id);
  cell.set_title(member.title);
  cell.set_illustrative(member.illustrative);
  cell.set_value(least);
  cell.set_met(lacks.empty());
  cell.set_reason(lacks.empty() ? absl::StrJoin(has, "; ")
                                : absl::StrCat("lacks ", ListText(lacks)));
}

std::string WhatIsRequired(const Evidence& evidence) {
  std::vector<std::string> labels;
  const auto& requirements = evidence.outcome.coverage().requirements();
  for (int i = 0; i < requirements.size(); ++i) {
    labels.push_back(LabelOf(requirements[i], evidence.figures[static_cast<size_t>(i)]));
  }
  return ListText(labels);
}

}  // namespace

void JudgeCoverage(const Evidence& evidence, View& view) {
  const std::string& dimension = evidence.outcome.coverage().dimension();
  const std::string members_text = DimensionPlural(dimension);
  const std::string required = WhatIsRequired(evidence);
  view.set_rule_text(absl::StrCat("Each of the ", members_text, " has: ", required, "."));
  view.set_matrix_dimension(dimension);
  view.set_unit(members_text);
  std::vector<std::string> missing;
  for (const Member& member : MembersOf(evidence.strategy, dimension)) {
    Cell& cell = *view.add_matrix();
    JudgeMember(evidence, member, cell);
    if (!cell.met()) missing.push_back(member.title);
  }
  const double all = view.matrix_size();
  if (all == 0) {
    view.set_status(View::NO_DATA);
    view.set_reason(absl::StrCat("The strategy lists no ", members_text, "."));
    return;
  }
  const double covered = all - static_cast<double>(missing.size());
  view.set_value(covered);
  view.set_target(all);
  view.set_value_text(
      absl::StrCat(NumberText(covered), " of ", NumberText(all), " ", members_text));
  view.set_target_text(absl::StrCat("all ", NumberText(all), " ", members_text));
  if (covered == all) {
    view.set_status(View::ACHIEVED);
    view.set_reason(absl::StrCat("All ", NumberText(all), " ", members_text, " have: ", required,
                                 "."));
    return;
  }
  const bool nothing = std::all_of(view.matrix().begin(), view.matrix().end(),
                                   [](const Cell& cell) { return cell.value() <= 0; });
  if (covered == 0 && nothing) {
    view.set_status(View::NOT_STARTED);
    view.set_reason(absl::StrCat("None of ", NumberText(all), " ", members_text, " has yet: ",
                                 required, "; ", PassedText(evidence.days), "."));
    return;
  }
  const double passed = measures::ShareOfWindowPassed(evidence.days.plan, evidence.days.as_of);
  view.set_status(StatusOf(ShareOf(covered / all, passed),
                           strategy::ThresholdsOf(evidence.strategy, evidence.outcome)));
  view.set_reason(absl::StrCat(view.value_text(), " have: ", required, "; missing: ",
                               ListText(missing), "; ", PassedText(evidence.days), "."));
}

}  // namespace potential::gateway

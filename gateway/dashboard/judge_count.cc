// Counts and levels: one figure against a target.

#include "absl/strings/str_cat.h"
#include "gateway/dashboard/judgement.h"
#include "gateway/dashboard/words.h"

namespace potential::gateway {
namespace {

using View = dashboard::v1::Outcome;

void SetValues(double value, double target, const std::string& unit, View& view) {
  view.set_value(value);
  view.set_target(target);
  view.set_unit(unit);
  view.set_value_text(CountText(value, unit));
  view.set_target_text(CountText(target, unit));
}

}  // namespace

void JudgeCount(const Evidence& evidence, View& view) {
  const RuleFigures& part = evidence.figures.front();
  const indicators::v1::Series& series = part.result->overall();
  const double value = series.total().value();
  const double target = evidence.outcome.count().target();
  const std::string& unit = part.indicator->unit();
  SetValues(value, target, unit, view);
  *view.mutable_points() = series.points();
  view.set_rule_text(absl::StrCat("At least ", CountText(target, unit),
                                  part.indicator->kind() == indicators::v1::Indicator::FLOW
                                      ? " within the plan."
                                      : " today."));
  const std::string has = absl::StrCat(NumberText(value), " of ", CountText(target, unit));
  if (value >= target) {
    view.set_status(View::ACHIEVED);
    view.set_reason(absl::StrCat(CountText(value, unit), ": the target of ", NumberText(target),
                                 " is reached."));
    return;
  }
  if (value <= 0) {
    view.set_status(View::NOT_STARTED);
    view.set_reason(absl::StrCat("None of ", CountText(target, unit), " yet; ",
                                 PassedText(evidence.days), "."));
    return;
  }
  const double expected =
      target * measures::ShareOfWindowPassed(evidence.days.plan, evidence.days.as_of);
  view.set_status(StatusOf(ShareOf(value, expected),
                           strategy::ThresholdsOf(evidence.strategy, evidence.outcome)));
  view.set_reason(absl::StrCat(has, "; ", NumberText(expected), " would be expected, as ",
                               PassedText(evidence.days), "."));
}

void JudgeLevel(const Evidence& evidence, View& view) {
  const RuleFigures& part = evidence.figures.front();
  const indicators::v1::Series& series = part.result->overall();
  const strategy::v1::LevelRule& rule = evidence.outcome.level();
  const std::string& unit = part.indicator->unit();
  const std::string aim = absl::StrCat(rule.lower_is_better() ? "at most " : "at least ",
                                       CountText(rule.target(), unit));
  view.set_rule_text(absl::StrCat("A value of ", aim, "."));
  view.set_target(rule.target());
  view.set_unit(unit);
  view.set_target_text(aim);
  *view.mutable_points() = series.points();
  if (!series.total().has_value()) {
    view.set_status(View::NO_DATA);
    view.set_reason(absl::StrCat("There is nothing to measure yet; ", aim, " is wanted."));
    return;
  }
  const double value = series.total().value();
  SetValues(value, rule.target(), unit, view);
  view.set_target_text(aim);
  const bool reached = rule.lower_is_better() ? value <= rule.target() : value >= rule.target();
  if (reached) {
    view.set_status(View::ACHIEVED);
    view.set_reason(absl::StrCat(CountText(value, unit), ": ", aim, " is reached."));
    return;
  }
  if (value <= 0 && part.indicator->form() == indicators::v1::Indicator::COUNT) {
    view.set_status(View::NOT_STARTED);
    view.set_reason(absl::StrCat("Nothing yet; ", aim, " is wanted."));
    return;
  }
  const double progress =
      rule.lower_is_better() ? ShareOf(rule.target(), value) : ShareOf(value, rule.target());
  view.set_status(
      StatusOf(progress, strategy::ThresholdsOf(evidence.strategy, evidence.outcome)));
  view.set_reason(absl::StrCat(CountText(value, unit), " where ", aim, " is wanted."));
}

}  // namespace potential::gateway

// Percent change: the latest twelve closed, complete months against the baseline months.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gateway/dashboard/judgement.h"
#include "gateway/dashboard/words.h"

namespace potential::gateway {
namespace {

using measures::Day;
using measures::Month;
using View = dashboard::v1::Outcome;
using Points = google::protobuf::RepeatedPtrField<indicators::v1::Point>;

constexpr size_t kLatestMonths = 12;

// Months that are compared. Means per month are compared, so that a month that is left out because
// it was only partly imported does not count as a fall.
struct Months {
  double sum = 0;
  std::vector<Month> months;
  size_t left_out = 0;

  double Mean() const { return months.empty() ? 0 : sum / static_cast<double>(months.size()); }
};

Month MonthOfPoint(const indicators::v1::Point& point) {
  return measures::MonthOf(measures::ParseDay(point.start_date()).value_or(Day{}));
}

Months Baseline(const Points& points, const measures::Window& window) {
  Months baseline;
  for (const auto& point : points) {
    const Month month = MonthOfPoint(point);
    const bool inside = window.Contains(measures::FirstOfMonth(month)) &&
                        window.Contains(measures::LastOfMonth(month));
    if (!inside || !point.closed()) continue;
    if (point.partial()) {
      ++baseline.left_out;
      continue;
    }
    baseline.months.push_back(month);
    baseline.sum += point.figure().value();
  }
  return baseline;
}

Months Latest(const Points& points) {
  Months latest;
  for (auto it = points.rbegin(); it != points.rend() && latest.months.size() < kLatestMonths;
       ++it) {
    if (!it->closed()) continue;
    if (it->partial()) {
      ++latest.left_out;
      continue;
    }
    latest.months.push_back(MonthOfPoint(*it));
    latest.sum += it->figure().value();
  }
  std::reverse(latest.months.begin(), latest.months.end());
  return latest;
}

std::string SpanText(const Months& months) {
  return absl::StrCat(MonthText(months.months.front()), " to ", MonthText(months.months.back()));
}

// Of the means per month. Counts are multiplied out first: they are whole, so that a change of exactly
// the target is not lost to rounding.
double PercentChange(const Months& latest, const Months& baseline) {
  const double now = latest.sum * static_cast<double>(baseline.months.size());
  const double before = baseline.sum * static_cast<double>(latest.months.size());
  return 100 * (now - before) / before;
}

void ShowMembers(const Evidence& evidence, View& view) {
  const std::string& dimension = evidence.outcome.matrix_by();
  if (dimension.empty()) return;
  view.set_matrix_dimension(dimension);
  for (const Member& member : MembersOf(evidence.strategy, dimension)) {
    dashboard::v1::Cell& cell = *view.add_matrix();
    cell.set_member(member.id);
    cell.set_title(member.title);
    cell.set_illustrative(member.illustrative);
    const indicators::v1::Series* series =
        FindMember(*evidence.figures.front().result, member.id);
    if (series == nullptr) {
      cell.set_reason("none recorded");
      continue;
    }
    const Months baseline = Baseline(series->points(), evidence.days.baseline);
    const Months latest = Latest(series->points());
    if (baseline.sum <= 0 || latest.months.empty()) {
      cell.set_reason("no baseline");
      continue;
    }
    const double change = PercentChange(latest, baseline);
    cell.set_value(change);
    cell.set_met(change >= evidence.outcome.percent_change().target_percent());
    cell.set_reason(absl::StrCat(NumberText(latest.sum, 0), " against ",
                                 NumberText(baseline.sum, 0), ": ", NumberText(change), " %"));
  }
}

std::string LeftOutText(const Months& latest, const Months& baseline) {
  const size_t left_out = latest.left_out + baseline.left_out;
  if (left_out == 0) return "";
  return absl::StrCat(" ", left_out, left_out == 1 ? " month" : " months",
                      " only partly imported left out.");
}

}  // namespace

void JudgePercentChange(const Evidence& evidence, View& view) {
  const strategy::v1::PercentChangeRule& rule = evidence.outcome.percent_change();
  const RuleFigures& part = evidence.figures.front();
  const Points& points = part.result->overall().points();
  const Months baseline = Baseline(points, evidence.days.baseline);
  const Months latest = Latest(points);
  view.set_rule_text(absl::StrCat("At least ", NumberText(rule.target_percent()),
                                  " % more in the latest ", kLatestMonths,
                                  " closed months than in the baseline months, per month."));
  view.set_unit("%");
  view.set_target(rule.target_percent());
  view.set_target_text(absl::StrCat(NumberText(rule.target_percent()), " % more"));
  *view.mutable_points() = points;
  ShowMembers(evidence, view);
  if (baseline.sum <= 0 || latest.months.empty()) {
    view.set_status(View::NO_DATA);
    view.set_reason(absl::StrCat("There are no ", part.indicator->unit(),
                                 " in the baseline months to compare with."));
    return;
  }
  const double change = PercentChange(latest, baseline);
  view.set_value(change);
  view.set_value_text(absl::StrCat(NumberText(change), " %"));
  const std::string facts = absl::StrCat(
      NumberText(latest.sum, 0), " ", part.indicator->unit(), " in ", SpanText(latest), ", ",
      NumberText(latest.Mean(), 0), " a month, against ", NumberText(baseline.Mean(), 0),
      " a month in ", SpanText(baseline), ": a change of ", NumberText(change), " %");
  if (change >= rule.target_percent()) {
    view.set_status(View::ACHIEVED);
    view.set_reason(absl::StrCat(facts, "; ", NumberText(rule.target_percent()),
                                 " % is reached.", LeftOutText(latest, baseline)));
    return;
  }
  const double expected =
      rule.target_percent() *
      measures::ShareOfWindowPassed(evidence.days.plan, evidence.days.as_of);
  view.set_status(StatusOf(ShareOf(change, expected),
                           strategy::ThresholdsOf(evidence.strategy, evidence.outcome)));
  view.set_reason(absl::StrCat(facts, "; ", NumberText(expected), " % would be expected, as ",
                               PassedText(evidence.days), ".", LeftOutText(latest, baseline)));
}

}  // namespace potential::gateway

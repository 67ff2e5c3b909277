// Percent change: the latest twelve closed, complete months against the baseline months, with what
// the outcome's chart says of the latest one.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/charts/chart_series.h"
#include "gateway/dashboard/judgement.h"
#include "gateway/dashboard/words.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::gateway {
namespace {

using charts::v1::Chart;
using measures::Day;
using measures::Month;
using View = dashboard::v1::Outcome;
using Points = google::protobuf::RepeatedPtrField<indicators::v1::Point>;

constexpr size_t kLatestMonths = 12;

Month MonthOfPoint(const indicators::v1::Point& point) {
  return measures::MonthOf(measures::ParseDay(point.start_date()).value_or(Day{}));
}

// Months that are compared. Means per month are compared, so that a month that is left out because
// it was only partly imported does not count as a fall; of a ratio, its numerators over its
// denominators.
struct Months {
  double sum = 0;
  double weight = 0;  // months, or the sum of the denominators
  std::vector<Month> months;
  size_t left_out = 0;

  double Mean() const { return weight > 0 ? sum / weight : 0; }

  // A month of a ratio without a denominator says nothing.
  void Add(const indicators::v1::Point& point) {
    const indicators::v1::Figure& figure = point.figure();
    if (figure.has_denominator() && figure.denominator() <= 0) return;
    months.push_back(MonthOfPoint(point));
    sum += figure.has_denominator() ? figure.numerator() : figure.value();
    weight += figure.has_denominator() ? figure.denominator() : 1;
  }
};

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
    baseline.Add(point);
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
    latest.Add(*it);
  }
  std::reverse(latest.months.begin(), latest.months.end());
  return latest;
}

// The days of the months, those that follow each other as one window.
std::vector<measures::Window> WindowsOf(const Months& months) {
  std::vector<measures::Window> windows;
  for (const Month month : months.months) {
    const Day first = measures::FirstOfMonth(month);
    if (windows.empty() || measures::AddDays(windows.back().last, 1) != first) {
      windows.push_back({first, first});
    }
    windows.back().last = measures::LastOfMonth(month);
  }
  return windows;
}

std::string SpanText(const Months& months) {
  return absl::StrCat(MonthText(months.months.front()), " to ", MonthText(months.months.back()));
}

// Of the means. They are multiplied out first: counts are whole, so that a change of exactly the
// target is not lost to rounding.
double PercentChange(const Months& latest, const Months& baseline) {
  const double now = latest.sum * baseline.weight;
  const double before = baseline.sum * latest.weight;
  return 100 * (now - before) / before;
}

// What is also shown, compared over the same months, as far as all of them have it: interventions per
// whole-time equivalent, say, where posts are recorded.
std::string ComparedText(const Evidence& evidence, const Months& latest, const Months& baseline) {
  std::vector<std::string> changes;
  for (size_t i = 0; i < evidence.compared.size(); ++i) {
    const auto& [result, indicator] = evidence.compared[i];
    if (result == nullptr || indicator == nullptr) continue;
    // Figures of people are released each by itself, and this text would tell them.
    if (indicator->kind() != indicators::v1::Indicator::FLOW || indicator->counts_people()) continue;
    const Points& points = result->overall().points();
    const Months before = Baseline(points, evidence.days.baseline);
    const Months now = Latest(points);
    if (before.sum <= 0 || before.months != baseline.months || now.months != latest.months) continue;
    const std::string& label = evidence.outcome.also_shown(static_cast<int>(i)).label();
    changes.push_back(absl::StrCat(label.empty() ? indicator->title() : label, " ",
                                   NumberText(PercentChange(now, before)), " %"));
  }
  if (changes.empty()) return "";
  return absl::StrCat(" Also compared: ", absl::StrJoin(changes, ", "), ".");
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
    const indicators::v1::Series* series = FindMember(*evidence.figures.front().result, member.id);
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

// The outcome's chart, the same that IndicatorChartService gives of its indicator.
absl::StatusOr<Chart> ChartOf(const Evidence& evidence, const Points& points) {
  static const charts::ChartAnalysis& analysis = *new charts::ChartAnalysis();
  const indicators::v1::Indicator& indicator = *evidence.figures.front().indicator;
  dashboard::v1::GetIndicatorChartRequest request;
  request.set_outcome(evidence.outcome.id());
  ASSIGN_OR_RETURN(const ChartPlan plan, PlanChart(request, {.strategy = evidence.strategy,
                                                             .indicator = indicator,
                                                             .as_of = evidence.days.as_of,
                                                             .plan = evidence.days.plan,
                                                             .baseline = evidence.days.baseline,
                                                             .anchor = evidence.days.anchor}));
  indicators::v1::QueryIndicatorsResponse figures;
  *figures.add_results()->mutable_overall()->mutable_points() = points;
  indicators::v1::Series& baseline = *figures.add_results()->mutable_overall();
  for (const auto& point : points) {
    if (evidence.days.baseline.Contains(measures::FirstOfMonth(MonthOfPoint(point)))) {
      *baseline.add_points() = point;
    }
  }
  return FinishChart(analysis, plan, indicator, figures);
}

// What the chart adds to the reason; nothing without one.
std::string VariationText(Chart::VariationIcon icon) {
  switch (icon) {
    case Chart::COMMON_CAUSE:
      return "; the chart shows common cause variation";
    case Chart::IMPROVEMENT_HIGH:
    case Chart::IMPROVEMENT_LOW:
      return "; the chart shows special cause improvement";
    case Chart::CONCERN_HIGH:
    case Chart::CONCERN_LOW:
      return "; the chart shows special cause concern";
    case Chart::NEUTRAL_HIGH:
    case Chart::NEUTRAL_LOW:
      return "; the chart shows special cause variation";
    default:
      return "";
  }
}

std::string ShowVariation(const Evidence& evidence, const Points& points, View& view) {
  const absl::StatusOr<Chart> chart = ChartOf(evidence, points);
  if (!chart.ok()) return "";
  view.set_chart_path(absl::StrCat(
      "/v1/", resource::FormatOrganisation(evidence.strategy.organisation()), "/indicators/",
      evidence.figures.front().indicator->id(), ":chart?outcome=", evidence.outcome.id()));
  view.set_variation_icon(chart->variation_icon());
  view.set_assurance_icon(chart->assurance_icon());
  return VariationText(chart->variation_icon());
}

std::string LeftOutText(const Months& latest, const Months& baseline) {
  const size_t left_out = latest.left_out + baseline.left_out;
  if (left_out == 0) return "";
  return absl::StrCat(" ", left_out, left_out == 1 ? " month" : " months",
                      " only partly imported left out.");
}

}  // namespace

std::vector<JudgedRecords> RecordsOfPercentChange(const Evidence& evidence) {
  const Points& points = evidence.figures.front().result->overall().points();
  std::vector<JudgedRecords> judged;
  for (const auto& [name, months] :
       {std::pair("latest", Latest(points)),
        std::pair("baseline", Baseline(points, evidence.days.baseline))}) {
    if (months.months.empty()) continue;
    judged.push_back({.name = absl::StrCat(name, " months, ", SpanText(months)),
                      .windows = WindowsOf(months),
                      .dimension = ""});
  }
  return judged;
}

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
  view.set_numerator(latest.Mean());
  view.set_denominator(baseline.Mean());
  const std::string variation = ShowVariation(evidence, points, view);
  const std::string notes =
      LeftOutText(latest, baseline) + ComparedText(evidence, latest, baseline);
  const std::string facts = absl::StrCat(
      NumberText(latest.sum, 0), " ", part.indicator->unit(), " in ", SpanText(latest), ", ",
      NumberText(latest.Mean(), 0), " a month, against ", NumberText(baseline.Mean(), 0),
      " a month in ", SpanText(baseline), ": a change of ", NumberText(change), " %");
  if (change >= rule.target_percent()) {
    view.set_status(View::ACHIEVED);
    view.set_reason(absl::StrCat(facts, "; ", NumberText(rule.target_percent()), " % is reached",
                                 variation, ".", notes));
    return;
  }
  const double expected = rule.target_percent() *
                          measures::ShareOfWindowPassed(evidence.days.plan, evidence.days.as_of);
  view.set_status(StatusOf(ShareOf(change, expected),
                           strategy::ThresholdsOf(evidence.strategy, evidence.outcome)));
  view.set_reason(absl::StrCat(facts, "; ", NumberText(expected), " % would be expected, as ",
                               PassedText(evidence.days), variation, ".", notes));
}

}  // namespace potential::gateway

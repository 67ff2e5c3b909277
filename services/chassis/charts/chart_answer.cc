#include "services/chassis/charts/chart_answer.h"

#include <map>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"

namespace potential::charts {
namespace {

using measures::ChartRule;
using measures::PointType;
using v1::Chart;
using Point = v1::Chart::Point;

Point::Type TypeOf(PointType type) {
  switch (type) {
    case PointType::kImprovement:
      return Point::SPECIAL_CAUSE_IMPROVEMENT;
    case PointType::kConcern:
      return Point::SPECIAL_CAUSE_CONCERN;
    case PointType::kNeutralHigh:
      return Point::SPECIAL_CAUSE_NEUTRAL_HIGH;
    case PointType::kNeutralLow:
      return Point::SPECIAL_CAUSE_NEUTRAL_LOW;
    case PointType::kCommonCause:
      break;
  }
  return Point::COMMON_CAUSE;
}

Point::Rule RuleOf(ChartRule rule) {
  switch (rule) {
    case ChartRule::kAboveUpperLimit:
      return Point::ABOVE_UPPER_LIMIT;
    case ChartRule::kBelowLowerLimit:
      return Point::BELOW_LOWER_LIMIT;
    case ChartRule::kTrendIncreasing:
      return Point::TREND_INCREASING;
    case ChartRule::kTrendDecreasing:
      return Point::TREND_DECREASING;
    case ChartRule::kTwoInThreeAbove:
      return Point::TWO_IN_THREE_ABOVE;
    case ChartRule::kTwoInThreeBelow:
      return Point::TWO_IN_THREE_BELOW;
    case ChartRule::kShiftAbove:
      return Point::SHIFT_ABOVE;
    case ChartRule::kShiftBelow:
      return Point::SHIFT_BELOW;
    case ChartRule::kNone:
      break;
  }
  return Point::RULE_UNSPECIFIED;
}

Chart::VariationIcon IconOf(measures::VariationIcon icon) {
  switch (icon) {
    case measures::VariationIcon::kCommonCause:
      return Chart::COMMON_CAUSE;
    case measures::VariationIcon::kImprovementHigh:
      return Chart::IMPROVEMENT_HIGH;
    case measures::VariationIcon::kImprovementLow:
      return Chart::IMPROVEMENT_LOW;
    case measures::VariationIcon::kConcernHigh:
      return Chart::CONCERN_HIGH;
    case measures::VariationIcon::kConcernLow:
      return Chart::CONCERN_LOW;
    case measures::VariationIcon::kNeutralHigh:
      return Chart::NEUTRAL_HIGH;
    case measures::VariationIcon::kNeutralLow:
      break;
  }
  return Chart::NEUTRAL_LOW;
}

Chart::AssuranceIcon IconOf(measures::AssuranceIcon icon) {
  switch (icon) {
    case measures::AssuranceIcon::kPass:
      return Chart::PASS;
    case measures::AssuranceIcon::kFail:
      return Chart::FAIL;
    case measures::AssuranceIcon::kInconsistent:
      break;
  }
  return Chart::INCONSISTENT;
}

Chart::Warning::Kind KindOf(measures::WarningKind kind) {
  switch (kind) {
    case measures::WarningKind::kShortGroup:
      return Chart::Warning::SHORT_GROUP;
    case measures::WarningKind::kTrialLimits:
      return Chart::Warning::TRIAL_LIMITS;
    case measures::WarningKind::kUndefinedLimits:
      return Chart::Warning::UNDEFINED_LIMITS;
    case measures::WarningKind::kCalendarGap:
      return Chart::Warning::CALENDAR_GAP;
    case measures::WarningKind::kIgnoredRebase:
      return Chart::Warning::IGNORED_REBASE_DATE;
    case measures::WarningKind::kIgnoredBaseline:
      break;
  }
  return Chart::Warning::IGNORED_BASELINE;
}

// Points and groups name their lines alike.
template <typename Shown>
void SetLines(const measures::ChartLines& lines, Shown& shown) {
  if (lines.centre) shown.set_mean(*lines.centre);
  if (lines.lower_limit) shown.set_lower_limit(*lines.lower_limit);
  if (lines.upper_limit) shown.set_upper_limit(*lines.upper_limit);
  if (lines.lower_near) shown.set_lower_near_limit(*lines.lower_near);
  if (lines.upper_near) shown.set_upper_near_limit(*lines.upper_near);
}

// What the rows of a point say of it and the engine does not read.
struct Remarks {
  std::string annotation;
  std::optional<double> trajectory;
};

// By date; of several rows the first that has one tells.
using RemarksByDate = std::map<std::string, Remarks>;

RemarksByDate RemarksOf(const v1::AnalyzeChartRequest& request) {
  RemarksByDate remarks;
  for (const v1::ChartInputPoint& row : request.points()) {
    if (row.annotation().empty() && !row.has_trajectory()) continue;
    Remarks& of_date = remarks[row.date()];
    if (of_date.annotation.empty()) of_date.annotation = row.annotation();
    if (row.has_trajectory() && !of_date.trajectory) of_date.trajectory = row.trajectory();
  }
  return remarks;
}

void SetPoint(const std::string& date, const RemarksByDate& remarks,
              const measures::PointResult& result, Point& point) {
  point.set_date(date);
  if (result.value) point.set_value(*result.value);
  if (result.denominator) point.set_denominator(*result.denominator);
  SetLines(result.lines, point);
  point.set_point_type(TypeOf(result.type));
  point.set_rule(RuleOf(result.rule));
  for (int rule = 1; rule < measures::kChartRules; ++rule) {
    if (result.rules.Has(static_cast<ChartRule>(rule))) {
      point.add_rules(RuleOf(static_cast<ChartRule>(rule)));
    }
  }
  point.set_group(result.group);
  point.set_outside_limits(result.outside_limits);
  point.set_excluded(result.excluded);
  const auto of_date = remarks.find(date);
  if (of_date == remarks.end()) return;
  point.set_annotation(of_date->second.annotation);
  if (of_date->second.trajectory) point.set_trajectory(*of_date->second.trajectory);
}

void SetRuns(const measures::RunStatistics& result, Chart::Runs& runs) {
  runs.set_useful(result.useful);
  if (result.longest_run) runs.set_longest_run(*result.longest_run);
  if (result.longest_run_max) runs.set_longest_run_max(*result.longest_run_max);
  if (result.crossings) runs.set_crossings(*result.crossings);
  if (result.crossings_min) runs.set_crossings_min(*result.crossings_min);
  runs.set_signal(result.signal);
}

void SetGroup(const measures::GroupResult& result, Chart::Group& group) {
  group.set_group(result.group);
  group.set_start_date(measures::FormatDay(result.first));
  group.set_end_date(measures::FormatDay(result.last));
  group.set_points(result.points);
  group.set_missing(result.missing);
  group.set_excluded(result.excluded);
  SetLines(result.lines, group);
  group.set_limits_shown(result.limits_shown);
  group.set_common_cause(result.Count(PointType::kCommonCause));
  group.set_improvement(result.Count(PointType::kImprovement));
  group.set_concern(result.Count(PointType::kConcern));
  group.set_neutral_high(result.Count(PointType::kNeutralHigh));
  group.set_neutral_low(result.Count(PointType::kNeutralLow));
  group.set_variation_type(TypeOf(result.last_type));
  group.set_short_group(result.short_group);
  if (result.moving_range) group.set_moving_range(*result.moving_range);
  if (result.moving_range_used) group.set_moving_range_used(*result.moving_range_used);
  group.set_moving_ranges_left_out(result.moving_ranges_left_out);
  if (result.runs) SetRuns(*result.runs, *group.mutable_runs());
}

std::string BasisOf(const measures::ChartInput& input) {
  if (input.kind == measures::ChartKind::kRun) {
    return "Run chart with the signals of Anhøj as in qicharts2 0.8.1, checked against that "
           "program.";
  }
  if (input.kind != measures::ChartKind::kXmr) {
    return "Control chart with limits and signals as in qicharts2 0.8.1, checked against that "
           "program, but that a missing numerator is a missing point and not 0.";
  }
  if (input.profile == measures::Profile::kMdc) {
    return "XmR chart by the statements that NHS England's Making Data Count team has published "
           "(profile MDC); no program exists against which it could be checked.";
  }
  if (input.rule_length == 7) {
    return "XmR chart by the rules of NHSRplotthedots 0.2.2 (profile PTD), checked against that "
           "program.";
  }
  return absl::StrCat(
      "XmR chart by the rules of NHSRplotthedots 0.2.2 (profile PTD), with trends and shifts of ",
      input.rule_length, " points where that program has 7.");
}

void SetOptions(const v1::AnalyzeChartRequest& request, const measures::ChartInput& input,
                Chart& chart) {
  const bool xmr = input.kind == measures::ChartKind::kXmr;
  const bool mdc = input.profile == measures::Profile::kMdc;
  chart.set_chart(xmr ? Chart::XMR : request.chart());
  if (xmr) chart.set_profile(mdc ? Chart::MDC : Chart::PTD);
  chart.set_basis(BasisOf(input));
  chart.set_improvement_direction(request.improvement_direction() == Chart::DIRECTION_UNSPECIFIED
                                      ? Chart::NEUTRAL
                                      : request.improvement_direction());
  if (input.target) chart.set_target(*input.target);
  if (xmr) chart.set_rule_length(input.rule_length);
  chart.set_screen_outliers(measures::ScreensOutliers(input));
}

}  // namespace

v1::Chart ChartOf(const v1::AnalyzeChartRequest& request, const measures::ChartInput& input,
                  const measures::ChartResult& result) {
  Chart chart;
  SetOptions(request, input, chart);
  chart.mutable_points()->Reserve(request.points_size());
  const RemarksByDate remarks = RemarksOf(request);
  for (const measures::PointResult& point : result.points) {
    const std::string& date = request.points(static_cast<int>(point.input)).date();
    SetPoint(date, remarks, point, *chart.add_points());
  }
  for (const measures::GroupResult& group : result.groups) SetGroup(group, *chart.add_groups());
  if (result.variation) chart.set_variation_icon(IconOf(*result.variation));
  if (result.assurance) chart.set_assurance_icon(IconOf(*result.assurance));
  for (const measures::ChartWarning& warning : result.warnings) {
    Chart::Warning& shown = *chart.add_warnings();
    shown.set_kind(KindOf(warning.kind));
    shown.set_text(warning.text);
    if (warning.group) shown.set_group(*warning.group);
  }
  return chart;
}

}  // namespace potential::charts

#include "services/chassis/charts/chart_input.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"

namespace potential::charts {
namespace {

using measures::ChartKind;
using v1::Chart;

ChartKind KindOf(Chart::Kind kind) {
  switch (kind) {
    case Chart::RUN:
      return ChartKind::kRun;
    case Chart::I:
      return ChartKind::kI;
    case Chart::MR:
      return ChartKind::kMr;
    case Chart::P:
      return ChartKind::kP;
    case Chart::P_PRIME:
      return ChartKind::kPPrime;
    case Chart::U:
      return ChartKind::kU;
    case Chart::U_PRIME:
      return ChartKind::kUPrime;
    case Chart::C:
      return ChartKind::kC;
    case Chart::G:
      return ChartKind::kG;
    case Chart::T:
      return ChartKind::kT;
    case Chart::XBAR:
      return ChartKind::kXbar;
    case Chart::S:
      return ChartKind::kS;
    case Chart::I_PRIME:
      return ChartKind::kIPrime;
    default:
      return ChartKind::kXmr;
  }
}

measures::Direction DirectionOf(Chart::Direction direction) {
  switch (direction) {
    case Chart::INCREASE:
      return measures::Direction::kIncrease;
    case Chart::DECREASE:
      return measures::Direction::kDecrease;
    default:
      return measures::Direction::kNeutral;
  }
}

// A date that passed the field rules.
measures::Day DayOf(const std::string& date) { return measures::ParseDay(date).value(); }

measures::ChartPoint PointOf(const v1::ChartInputPoint& row) {
  measures::ChartPoint point;
  if (row.group_values_size() > 0) {
    point = measures::MeasurementsOf(
        DayOf(row.date()),
        {row.group_values().data(), static_cast<size_t>(row.group_values_size())});
  } else {
    point.date = DayOf(row.date());
    if (row.has_value()) point.value = row.value();
    if (row.has_group_size()) point.group_size = row.group_size();
    if (row.has_group_sd()) point.group_sd = row.group_sd();
  }
  if (row.has_denominator()) point.denominator = row.denominator();
  if (row.has_trajectory()) point.trajectory = row.trajectory();
  point.excluded = row.excluded();
  return point;
}

}  // namespace

std::vector<resource::FieldViolation> CheckGroups(const v1::AnalyzeChartRequest& request) {
  const bool has_groups = request.chart() == Chart::XBAR || request.chart() == Chart::S;
  std::vector<resource::FieldViolation> violations;
  for (int i = 0; i < request.points_size(); ++i) {
    const v1::ChartInputPoint& row = request.points(i);
    if (row.group_values_size() == 0) continue;
    const std::string path = absl::StrCat("points[", i, "].group_values");
    if (!has_groups) {
      violations.push_back({path, "belongs to XBAR and S charts: leave it out"});
    } else if (row.has_value() || row.has_group_size() || row.has_group_sd()) {
      violations.push_back({path, "cannot be given with value, group_size or group_sd"});
    }
    if (violations.size() == resource::FieldRulesPlan::kMaxViolations) break;
  }
  return violations;
}

measures::ChartInput ChartInputOf(const v1::AnalyzeChartRequest& request) {
  measures::ChartInput input;
  input.kind = KindOf(request.chart());
  if (request.profile() == Chart::MDC) input.profile = measures::Profile::kMdc;
  input.direction = DirectionOf(request.improvement_direction());
  if (request.has_target()) input.target = request.target();
  for (const std::string& date : request.rebase_dates()) input.rebase_dates.push_back(DayOf(date));
  if (request.has_fix_after_n_points()) input.fix_after_n_points = request.fix_after_n_points();
  if (request.has_screen_outliers()) input.screen_outliers = request.screen_outliers();
  if (request.has_rule_length()) input.rule_length = request.rule_length();
  if (request.has_centre_line()) input.centre_line = request.centre_line();
  if (request.has_multiply()) input.multiply = request.multiply();
  input.points.reserve(static_cast<size_t>(request.points_size()));
  for (const v1::ChartInputPoint& row : request.points()) input.points.push_back(PointOf(row));
  return input;
}

}  // namespace potential::charts

#include "services/measures/chart.h"

#include <cmath>
#include <span>
#include <utility>

#include "services/measures/chart_check.h"
#include "services/measures/chart_warnings.h"
#include "services/measures/lines.h"
#include "services/measures/series.h"
#include "services/measures/xmr_rules.h"

namespace potential::measures {
namespace {

// A line or value as it is shown: absent if undefined.
std::optional<double> Shown(double number, double multiply) {
  if (IsMissing(number)) return std::nullopt;
  return number * multiply;
}

ChartLines Shown(const RowLines& lines, double multiply) {
  return {Shown(lines.centre, multiply), Shown(lines.lower_limit, multiply),
          Shown(lines.upper_limit, multiply), Shown(lines.lower_near, multiply),
          Shown(lines.upper_near, multiply)};
}

GroupResult StartGroup(std::span<const SeriesRow> rows) {
  GroupResult group;
  group.group = rows.front().group;
  group.first = rows.front().date;
  group.last = rows.back().date;
  for (const SeriesRow& row : rows) {
    if (row.excluded) {
      ++group.excluded;
      continue;
    }
    ++group.points;
    if (IsMissing(row.plotted)) ++group.missing;
  }
  group.short_group = group.points < kShortGroupPoints;
  return group;
}

PointResult StartPoint(const SeriesRow& row, const RowLines& lines, double multiply) {
  PointResult point;
  point.input = row.input;
  point.date = row.date;
  point.group = row.group;
  point.value = Shown(row.plotted, multiply);
  if (row.has_denominator) point.denominator = row.denominator;
  point.excluded = row.excluded;
  point.lines = Shown(lines, multiply);
  point.outside_limits = row.plotted > lines.upper_limit || row.plotted < lines.lower_limit;
  return point;
}

void CountType(const SeriesRow& row, const PointResult& point, GroupResult& group) {
  if (row.excluded) return;
  ++group.types[static_cast<size_t>(point.type)];
  group.last_type = point.type;
}

// Limits that profile MDC holds back.
ChartLines CentreOnly(const ChartLines& lines) {
  ChartLines centre;
  centre.centre = lines.centre;
  return centre;
}

void AnalyzeXmrGroup(const ChartInput& input, std::span<const SeriesRow> rows,
                     ChartResult& result) {
  GroupResult group = StartGroup(rows);
  const XmrLines xmr = LinesOfXmr(rows, ScreensOutliers(input));
  group.lines = Shown(xmr.lines, input.multiply);
  group.moving_range = Shown(xmr.moving_range.all, input.multiply);
  group.moving_range_used = Shown(xmr.moving_range.used, input.multiply);
  group.moving_ranges_left_out = xmr.moving_range.left_out;
  group.limits_shown =
      input.profile == Profile::kPtd || group.points - group.missing >= kShortGroupPoints;

  std::vector<double> values;
  values.reserve(rows.size());
  for (const SeriesRow& row : rows) values.push_back(row.judged());
  const std::vector<RuleSet> rules =
      XmrRules({values, xmr.lines}, input.profile, input.rule_length);
  for (size_t i = 0; i < rows.size(); ++i) {
    PointResult point = StartPoint(rows[i], xmr.lines, input.multiply);
    if (!group.limits_shown) point.lines = CentreOnly(point.lines);
    point.rules = rules[i];
    point.rule = DecidingRule(rules, values, i, input.profile, input.direction);
    point.type = TypeOf(point.rule, input.direction);
    CountType(rows[i], point, group);
    result.points.push_back(point);
  }
  result.groups.push_back(group);
}

bool AreLevel(ChartKind kind) {
  switch (kind) {
    case ChartKind::kRun:
    case ChartKind::kXmr:
    case ChartKind::kI:
    case ChartKind::kMr:
    case ChartKind::kC:
    case ChartKind::kG:
    case ChartKind::kT:
      return true;
    default:
      return false;
  }
}

void AnalyzeGroup(const ChartInput& input, std::span<SeriesRow> rows, ChartResult& result) {
  const std::vector<RowLines> lines = LinesOf(input, rows);
  GroupResult group = StartGroup(rows);
  const ChartLines shown = Shown(lines.front(), input.multiply);
  group.lines = AreLevel(input.kind) ? shown : CentreOnly(shown);
  std::vector<int> sides;
  sides.reserve(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const SeriesRow& row = rows[i];
    PointResult point = StartPoint(row, lines[i], input.multiply);
    if (!row.excluded) {
      sides.push_back(SideOf(row.plotted, lines[i].centre));
      if (row.plotted > lines[i].upper_limit) point.rule = ChartRule::kAboveUpperLimit;
      if (row.plotted < lines[i].lower_limit) point.rule = ChartRule::kBelowLowerLimit;
      if (point.rule != ChartRule::kNone) point.rules.Add(point.rule);
      point.type = TypeOf(point.rule, input.direction);
    }
    CountType(row, point, group);
    result.points.push_back(point);
  }
  group.runs = RunsOf(sides);
  // Neighbours in a series of moving ranges share a value.
  if (input.kind == ChartKind::kMr) group.runs->signal = false;
  result.groups.push_back(group);
}

VariationIcon IconOf(PointType type, Direction direction) {
  const bool increase = direction == Direction::kIncrease;
  switch (type) {
    case PointType::kImprovement:
      return increase ? VariationIcon::kImprovementHigh : VariationIcon::kImprovementLow;
    case PointType::kConcern:
      return increase ? VariationIcon::kConcernLow : VariationIcon::kConcernHigh;
    case PointType::kNeutralHigh:
      return VariationIcon::kNeutralHigh;
    case PointType::kNeutralLow:
      return VariationIcon::kNeutralLow;
    case PointType::kCommonCause:
      break;
  }
  return VariationIcon::kCommonCause;
}

std::optional<AssuranceIcon> AssuranceOf(const ChartInput& input, const ChartLines& lines) {
  if (!input.target || input.direction == Direction::kNeutral) return std::nullopt;
  const bool increase = input.direction == Direction::kIncrease;
  if (lines.upper_limit && *input.target > *lines.upper_limit) {
    return increase ? AssuranceIcon::kFail : AssuranceIcon::kPass;
  }
  if (lines.lower_limit && *input.target < *lines.lower_limit) {
    return increase ? AssuranceIcon::kPass : AssuranceIcon::kFail;
  }
  return AssuranceIcon::kInconsistent;
}

void AddIcons(const ChartInput& input, std::span<const SeriesRow> rows, ChartResult& result) {
  const GroupResult& last_group = result.groups.back();
  if (!last_group.limits_shown) return;
  for (size_t i = rows.size(); i-- > 0;) {
    if (rows[i].excluded) continue;
    result.variation = IconOf(result.points[i].type, input.direction);
    break;
  }
  result.assurance = AssuranceOf(input, last_group.lines);
}

}  // namespace

ChartPoint MeasurementsOf(Day date, std::span<const double> measurements) {
  ChartPoint point;
  point.date = date;
  if (measurements.empty()) return point;
  const double mean = MeanOf(measurements);
  point.value = mean;
  point.group_size = static_cast<int32_t>(measurements.size());
  if (measurements.size() < 2) return point;
  double squares = 0;
  for (const double measurement : measurements) {
    squares += (measurement - mean) * (measurement - mean);
  }
  point.group_sd = std::sqrt(squares / static_cast<double>(measurements.size() - 1));
  return point;
}

Result<ChartResult> AnalyzeChart(const ChartInput& input) {
  std::vector<InputError> errors = CheckChartInput(input);
  if (!errors.empty()) return errors;
  std::vector<SeriesRow> rows = MakeSeries(input);
  ChartResult result;
  result.points.reserve(rows.size());
  for (const std::span<SeriesRow> group : GroupsOf(rows)) {
    if (input.kind == ChartKind::kXmr) {
      AnalyzeXmrGroup(input, group, result);
    } else {
      AnalyzeGroup(input, group, result);
    }
  }
  if (input.kind == ChartKind::kXmr) AddIcons(input, rows, result);
  result.warnings = WarningsOf(input, result);
  return result;
}

}  // namespace potential::measures

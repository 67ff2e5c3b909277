#include "services/measures/xmr_rules.h"

#include <cstdlib>

namespace potential::measures {
namespace {

constexpr ChartRule kByPrecedence[] = {ChartRule::kAboveUpperLimit, ChartRule::kBelowLowerLimit,
                                       ChartRule::kTrendIncreasing, ChartRule::kTrendDecreasing,
                                       ChartRule::kTwoInThreeAbove, ChartRule::kTwoInThreeBelow,
                                       ChartRule::kShiftAbove,      ChartRule::kShiftBelow};

bool IsHigh(ChartRule rule) {
  return rule == ChartRule::kAboveUpperLimit || rule == ChartRule::kTrendIncreasing ||
         rule == ChartRule::kTwoInThreeAbove || rule == ChartRule::kShiftAbove;
}

void MarkOutside(const XmrGroup& group, std::vector<RuleSet>& rules) {
  for (size_t i = 0; i < rules.size(); ++i) {
    if (group.values[i] > group.lines.upper_limit) rules[i].Add(ChartRule::kAboveUpperLimit);
    if (group.values[i] < group.lines.lower_limit) rules[i].Add(ChartRule::kBelowLowerLimit);
  }
}

// Marks rows [begin, end).
void Mark(std::vector<RuleSet>& rules, size_t begin, size_t end, ChartRule rule) {
  for (size_t i = begin; i < end; ++i) rules[i].Add(rule);
}

void MarkTrends(std::span<const double> values, size_t length, std::vector<RuleSet>& rules) {
  size_t begin = 0;  // first point of the steps that go the same way
  int way = 0;
  for (size_t i = 1; i <= values.size(); ++i) {
    const int step = i < values.size() ? SideOf(values[i], values[i - 1]) : 0;
    if (step != 0 && step == way) continue;
    if (way != 0 && i - begin >= length) {
      Mark(rules, begin, i, way > 0 ? ChartRule::kTrendIncreasing : ChartRule::kTrendDecreasing);
    }
    begin = i - 1;
    way = step;
  }
}

void MarkShifts(const XmrGroup& group, size_t length, std::vector<RuleSet>& rules) {
  size_t begin = 0;
  int side_before = 0;
  for (size_t i = 0; i <= rules.size(); ++i) {
    const int side = i < rules.size() ? SideOf(group.values[i], group.lines.centre) : 0;
    if (side != 0 && side == side_before) continue;
    if (side_before != 0 && i - begin >= length) {
      Mark(rules, begin, i, side_before > 0 ? ChartRule::kShiftAbove : ChartRule::kShiftBelow);
    }
    begin = i;
    side_before = side;
  }
}

void MarkTwoInThree(const XmrGroup& group, Profile profile, std::vector<RuleSet>& rules) {
  const RowLines& lines = group.lines;
  const auto is_close = [&](size_t i) {
    const double value = group.values[i];
    const bool outside = value > lines.upper_limit || value < lines.lower_limit;
    if (outside) return profile == Profile::kMdc;
    return value > lines.upper_near || value < lines.lower_near;
  };
  for (size_t i = 2; i < rules.size(); ++i) {
    const int side = SideOf(group.values[i], lines.centre);
    if (side == 0 || SideOf(group.values[i - 1], lines.centre) != side ||
        SideOf(group.values[i - 2], lines.centre) != side) {
      continue;
    }
    if (is_close(i - 2) + is_close(i - 1) + is_close(i) < 2) continue;
    const ChartRule rule = side > 0 ? ChartRule::kTwoInThreeAbove : ChartRule::kTwoInThreeBelow;
    for (size_t k = i - 2; k <= i; ++k) {
      if (is_close(k)) rules[k].Add(rule);
    }
  }
}

bool IsTrend(ChartRule rule) {
  return rule == ChartRule::kTrendIncreasing || rule == ChartRule::kTrendDecreasing;
}

bool InTrend(RuleSet rules) {
  return rules.Has(ChartRule::kTrendIncreasing) || rules.Has(ChartRule::kTrendDecreasing);
}

// The way of the trend that the point is in. With profile PTD the point need not be in a trend that
// goes this way, where two trends meet.
ChartRule TrendAt(std::span<const RuleSet> rules, std::span<const double> values, size_t index,
                  Profile profile) {
  const bool joins = index + 1 < values.size() && InTrend(rules[index + 1]);
  const double step =
      joins ? values[index + 1] - values[index] : values[index] - values[index - 1];
  const ChartRule way = step > 0 ? ChartRule::kTrendIncreasing : ChartRule::kTrendDecreasing;
  if (profile == Profile::kPtd || rules[index].Has(way)) return way;
  return way == ChartRule::kTrendIncreasing ? ChartRule::kTrendDecreasing
                                            : ChartRule::kTrendIncreasing;
}

}  // namespace

std::vector<RuleSet> XmrRules(const XmrGroup& group, Profile profile, int length) {
  std::vector<RuleSet> rules(group.values.size());
  const auto points = static_cast<size_t>(length);
  MarkOutside(group, rules);
  MarkTrends(group.values, points, rules);
  MarkTwoInThree(group, profile, rules);
  MarkShifts(group, points, rules);
  return rules;
}

ChartRule DecidingRule(std::span<const RuleSet> rules, std::span<const double> values, size_t index,
                       Profile profile, Direction direction) {
  const RuleSet own = rules[index];
  ChartRule first = ChartRule::kNone;
  for (const ChartRule rule : kByPrecedence) {
    if (!own.Has(rule)) continue;
    if (first == ChartRule::kNone) first = rule;
    if (profile == Profile::kMdc && TypeOf(rule, direction) == PointType::kImprovement) return rule;
  }
  return IsTrend(first) ? TrendAt(rules, values, index, profile) : first;
}

PointType TypeOf(ChartRule rule, Direction direction) {
  if (rule == ChartRule::kNone) return PointType::kCommonCause;
  const bool high = IsHigh(rule);
  if (direction == Direction::kNeutral) {
    return high ? PointType::kNeutralHigh : PointType::kNeutralLow;
  }
  const bool wanted = high == (direction == Direction::kIncrease);
  return wanted ? PointType::kImprovement : PointType::kConcern;
}

}  // namespace potential::measures

// What must hold of every chart, tried on random series, and a second computation of XmR charts
// that follows the words of the rules window by window.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "services/measures/chart.h"

namespace potential::measures {
namespace {

constexpr int kRounds = 300;

// Series of multiples of an eighth around a level that moves now and then, so that every rule fires
// in some round; with `gaps` a value in ten is missing.
ChartInput RandomXmr(std::mt19937_64& random, size_t length, bool gaps) {
  const auto pick = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  ChartInput input;
  input.direction = static_cast<Direction>(pick(0, 2));
  input.screen_outliers = pick(0, 1) == 1;
  int level = 800;
  int slope = 0;
  for (size_t i = 0; i < length; ++i) {
    if (pick(0, 11) == 0) level += pick(-40, 40);
    if (pick(0, 15) == 0) slope = pick(-3, 3) * 8;
    level += slope;
    ChartPoint point;
    point.date = AddMonths(Day{}, static_cast<int>(i));
    if (!gaps || pick(0, 9) != 0) point.value = (level + pick(-16, 16)) / 8.0;
    input.points.push_back(point);
  }
  return input;
}

ChartResult Analyze(const ChartInput& input) {
  const Result<ChartResult> chart = AnalyzeChart(input);
  EXPECT_TRUE(chart.ok());
  return chart.ok() ? chart.value() : ChartResult{};
}

ChartLines Times(const ChartLines& lines, double factor) {
  const auto times = [&](std::optional<double> line) {
    return line ? std::optional<double>(*line * factor) : std::nullopt;
  };
  return {times(lines.centre), times(lines.lower_limit), times(lines.upper_limit),
          times(lines.lower_near), times(lines.upper_near)};
}

void ExpectSameSignals(const PointResult& a, const PointResult& b) {
  EXPECT_EQ(a.date, b.date);
  EXPECT_EQ(a.type, b.type);
  EXPECT_EQ(a.rule, b.rule);
  EXPECT_EQ(a.rules, b.rules);
  EXPECT_EQ(a.outside_limits, b.outside_limits);
}

TEST(ChartPropertiesTest, ScalingByAPowerOfTwoScalesEveryLineExactly) {
  std::mt19937_64 random(1);
  for (int round = 0; round < kRounds; ++round) {
    const ChartInput input = RandomXmr(random, 40, true);
    ChartInput scaled = input;
    const double factor = std::ldexp(1, round % 41 - 20);
    for (ChartPoint& point : scaled.points) {
      if (point.value) *point.value *= factor;
    }
    const ChartResult chart = Analyze(input);
    const ChartResult other = Analyze(scaled);
    for (size_t i = 0; i < chart.points.size(); ++i) {
      ExpectSameSignals(chart.points[i], other.points[i]);
      EXPECT_EQ(Times(chart.points[i].lines, factor), other.points[i].lines);
    }
    EXPECT_EQ(chart.variation, other.variation);
  }
}

// With a power of two of values the mean of multiples of an eighth is exact, so nothing may move.
TEST(ChartPropertiesTest, ShiftingShiftsTheMeanExactlyAndKeepsEverySignal) {
  std::mt19937_64 random(2);
  for (int round = 0; round < kRounds; ++round) {
    const ChartInput input = RandomXmr(random, round % 2 == 0 ? 32 : 64, false);
    ChartInput shifted = input;
    const double shift = (round - 150) * 1024;
    for (ChartPoint& point : shifted.points) *point.value += shift;
    const ChartResult chart = Analyze(input);
    const ChartResult other = Analyze(shifted);
    for (size_t i = 0; i < chart.points.size(); ++i) {
      ExpectSameSignals(chart.points[i], other.points[i]);
    }
    EXPECT_EQ(*chart.groups[0].lines.centre + shift, *other.groups[0].lines.centre);
    EXPECT_EQ(chart.groups[0].moving_range, other.groups[0].moving_range);
    EXPECT_EQ(chart.groups[0].moving_range_used, other.groups[0].moving_range_used);
    EXPECT_EQ(chart.variation, other.variation);
  }
}

TEST(ChartPropertiesTest, TurningUpsideDownSwapsHighAndLow) {
  std::mt19937_64 random(3);
  for (int round = 0; round < kRounds; ++round) {
    const ChartInput input = RandomXmr(random, 40, true);
    ChartInput turned = input;
    for (ChartPoint& point : turned.points) {
      if (point.value) point.value = -*point.value;
    }
    if (input.direction == Direction::kIncrease) turned.direction = Direction::kDecrease;
    if (input.direction == Direction::kDecrease) turned.direction = Direction::kIncrease;
    const ChartResult chart = Analyze(input);
    const ChartResult other = Analyze(turned);
    for (size_t i = 0; i < chart.points.size(); ++i) {
      EXPECT_EQ(chart.points[i].rule == ChartRule::kNone, other.points[i].rule == ChartRule::kNone);
      if (input.direction != Direction::kNeutral) {
        EXPECT_EQ(chart.points[i].type, other.points[i].type);
      }
    }
  }
}

TEST(ChartPropertiesTest, OrderOfTheInputIsIrrelevant) {
  std::mt19937_64 random(4);
  for (int round = 0; round < kRounds; ++round) {
    const ChartInput input = RandomXmr(random, 40, true);
    ChartInput mixed = input;
    std::shuffle(mixed.points.begin(), mixed.points.end(), random);
    const ChartResult chart = Analyze(input);
    const ChartResult other = Analyze(mixed);
    for (size_t i = 0; i < chart.points.size(); ++i) {
      ExpectSameSignals(chart.points[i], other.points[i]);
      EXPECT_EQ(chart.points[i].lines, other.points[i].lines);
      EXPECT_EQ(mixed.points[other.points[i].input].date, other.points[i].date);
    }
    EXPECT_EQ(chart.variation, other.variation);
  }
}

// Points of one date range only, with the same options.
ChartInput Part(const ChartInput& input, size_t begin, size_t end) {
  ChartInput part = input;
  part.rebase_dates.clear();
  part.points.assign(input.points.begin() + static_cast<std::ptrdiff_t>(begin),
                     input.points.begin() + static_cast<std::ptrdiff_t>(end));
  return part;
}

TEST(ChartPropertiesTest, SplittingAtARebaseEqualsTwoCharts) {
  std::mt19937_64 random(5);
  for (int round = 0; round < kRounds; ++round) {
    ChartInput input = RandomXmr(random, 50, true);
    if (round % 3 == 0) input.fix_after_n_points = 12 + round % 5;
    const size_t split = 15 + static_cast<size_t>(round) % 20;
    const ChartResult before = Analyze(Part(input, 0, split));
    const ChartResult after = Analyze(Part(input, split, input.points.size()));
    input.rebase_dates = {input.points[split].date};
    const ChartResult whole = Analyze(input);
    for (size_t i = 0; i < whole.points.size(); ++i) {
      const PointResult& part = i < split ? before.points[i] : after.points[i - split];
      ExpectSameSignals(whole.points[i], part);
      EXPECT_EQ(whole.points[i].lines, part.lines);
    }
    EXPECT_EQ(whole.groups.size(), 2U);
    EXPECT_EQ(whole.variation, after.variation);
  }
}

// --- A second computation, from the words of the rules ---

using Values = std::vector<std::optional<double>>;

// Mean and mean moving range by their definitions, in the widest arithmetic.
struct Limits {
  long double mean = 0;
  std::optional<long double> range;
};

Limits LimitsByDefinition(const Values& values, bool screen) {
  std::vector<long double> known;
  std::vector<long double> ranges;
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i]) known.push_back(*values[i]);
    if (i > 0 && values[i] && values[i - 1]) {
      ranges.push_back(std::fabs(static_cast<long double>(*values[i]) - *values[i - 1]));
    }
  }
  const auto mean_of = [](const std::vector<long double>& numbers) {
    long double mean = 0;  // moved by each number in turn, not by a sum
    for (size_t i = 0; i < numbers.size(); ++i) {
      mean += (numbers[i] - mean) / static_cast<long double>(i + 1);
    }
    return mean;
  };
  Limits limits;
  limits.mean = mean_of(known);
  if (screen && !ranges.empty()) {
    const long double most = 3.267L * mean_of(ranges);
    std::erase_if(ranges, [&](long double range) { return !(range < most); });
  }
  if (!ranges.empty()) limits.range = mean_of(ranges);
  return limits;
}

// Every window of the rule's length that holds throughout, as the set of its points.
template <typename Holds>
std::set<size_t> InWindows(size_t size, size_t length, const Holds& holds) {
  std::set<size_t> points;
  for (size_t begin = 0; begin + length <= size; ++begin) {
    if (!holds(begin)) continue;
    for (size_t i = begin; i < begin + length; ++i) points.insert(i);
  }
  return points;
}

std::set<size_t> TrendByDefinition(const Values& values, size_t length, int way) {
  return InWindows(values.size(), length, [&](size_t begin) {
    for (size_t i = begin + 1; i < begin + length; ++i) {
      if (!values[i] || !values[i - 1]) return false;
      if ((*values[i] - *values[i - 1]) * way <= 0) return false;
    }
    return true;
  });
}

std::set<size_t> ShiftByDefinition(const Values& values, double mean, size_t length, int way) {
  return InWindows(values.size(), length, [&](size_t begin) {
    for (size_t i = begin; i < begin + length; ++i) {
      if (!values[i] || (*values[i] - mean) * way <= 0) return false;
    }
    return true;
  });
}

std::set<size_t> TwoInThreeByDefinition(const Values& values, const ChartLines& lines, int way) {
  const auto close = [&](size_t i) {
    const double value = *values[i];
    if (!lines.upper_limit) return false;
    if (value > *lines.upper_limit || value < *lines.lower_limit) return false;
    return way > 0 ? value > *lines.upper_near : value < *lines.lower_near;
  };
  std::set<size_t> points = InWindows(values.size(), 3, [&](size_t begin) {
    int closes = 0;
    for (size_t i = begin; i < begin + 3; ++i) {
      if (!values[i] || (*values[i] - *lines.centre) * way <= 0) return false;
      closes += close(i);
    }
    return closes >= 2;
  });
  std::erase_if(points, [&](size_t i) { return !close(i); });
  return points;
}

TEST(ChartPropertiesTest, LimitsAgreeWithTheirDefinition) {
  std::mt19937_64 random(6);
  for (int round = 0; round < kRounds; ++round) {
    const ChartInput input = RandomXmr(random, 2 + static_cast<size_t>(round) % 60, true);
    Values values;
    for (const ChartPoint& point : input.points) values.push_back(point.value);
    const Limits limits = LimitsByDefinition(values, *input.screen_outliers);
    const GroupResult group = Analyze(input).groups[0];
    if (!group.lines.centre) continue;  // every value is missing
    const auto near = [&](std::optional<double> actual, long double sigmas) {
      ASSERT_EQ(actual.has_value(), limits.range.has_value());
      if (!actual) return;
      const long double expected = limits.mean + sigmas / 3 * 2.66L * *limits.range;
      EXPECT_NEAR(*actual, static_cast<double>(expected), 1e-9 * 100) << "round " << round;
    };
    EXPECT_NEAR(*group.lines.centre, static_cast<double>(limits.mean), 1e-9 * 100);
    near(group.lines.upper_limit, 3);
    near(group.lines.lower_limit, -3);
    near(group.lines.upper_near, 2);
    near(group.lines.lower_near, -2);
  }
}

TEST(ChartPropertiesTest, RulesAgreeWithTheirDefinition) {
  std::mt19937_64 random(7);
  std::map<ChartRule, int> fired;
  for (int round = 0; round < kRounds; ++round) {
    ChartInput input = RandomXmr(random, 60, true);
    input.rule_length = round % 2 == 0 ? 7 : 6;
    Values values;
    for (const ChartPoint& point : input.points) values.push_back(point.value);
    const ChartResult chart = Analyze(input);
    const ChartLines& lines = chart.groups[0].lines;
    const auto length = static_cast<size_t>(input.rule_length);
    const std::map<ChartRule, std::set<size_t>> expected = {
        {ChartRule::kTrendIncreasing, TrendByDefinition(values, length, 1)},
        {ChartRule::kTrendDecreasing, TrendByDefinition(values, length, -1)},
        {ChartRule::kShiftAbove, ShiftByDefinition(values, *lines.centre, length, 1)},
        {ChartRule::kShiftBelow, ShiftByDefinition(values, *lines.centre, length, -1)},
        {ChartRule::kTwoInThreeAbove, TwoInThreeByDefinition(values, lines, 1)},
        {ChartRule::kTwoInThreeBelow, TwoInThreeByDefinition(values, lines, -1)}};
    for (const auto& [rule, points] : expected) {
      fired[rule] += static_cast<int>(points.size());
      for (size_t i = 0; i < values.size(); ++i) {
        EXPECT_EQ(chart.points[i].rules.Has(rule), points.contains(i))
            << "round " << round << " point " << i << " rule " << static_cast<int>(rule);
      }
    }
  }
  // A comparison in which a rule never fires would show nothing.
  for (const auto& [rule, count] : fired) EXPECT_GT(count, 20) << static_cast<int>(rule);
}

}  // namespace
}  // namespace potential::measures

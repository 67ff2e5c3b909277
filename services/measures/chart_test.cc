#include "services/measures/chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace potential::measures {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Day D(std::string_view text) { return ParseDay(text).value(); }

// Monthly points from January 2023.
ChartInput Monthly(ChartKind kind, const std::vector<std::optional<double>>& values) {
  ChartInput input;
  input.kind = kind;
  input.direction = Direction::kIncrease;
  Day date = D("2023-01-01");
  for (const std::optional<double>& value : values) {
    ChartPoint point;
    point.date = date;
    point.value = value;
    input.points.push_back(point);
    date = AddMonths(date, 1);
  }
  return input;
}

ChartInput Steady() {
  return Monthly(ChartKind::kXmr, {10, 12, 11, 9, 10, 13, 11, 12, 10, 9, 11, 12, 10, 12});
}

ChartInput Shares() {
  ChartInput input = Monthly(ChartKind::kP, {3, 4, 5, 2});
  for (ChartPoint& point : input.points) point.denominator = 20;
  return input;
}

ChartResult Analyze(const ChartInput& input) {
  const Result<ChartResult> chart = AnalyzeChart(input);
  EXPECT_TRUE(chart.ok()) << (chart.ok() ? "" : chart.errors().front().field);
  return chart.ok() ? chart.value() : ChartResult{};
}

std::vector<std::string> FieldsOf(const ChartInput& input) {
  const Result<ChartResult> chart = AnalyzeChart(input);
  std::vector<std::string> fields;
  for (const InputError& error : chart.errors()) fields.push_back(error.field);
  return fields;
}

std::vector<WarningKind> WarningsOf(const ChartResult& chart) {
  std::vector<WarningKind> kinds;
  for (const ChartWarning& warning : chart.warnings) kinds.push_back(warning.kind);
  return kinds;
}

TEST(ChartTest, RefusesNoPointsAndTooMany) {
  EXPECT_THAT(FieldsOf(Monthly(ChartKind::kXmr, {})), ElementsAre("points"));
  ChartInput input;
  for (int i = 0; i <= static_cast<int>(kMaxChartPoints); ++i) {
    input.points.push_back({.date = {i}, .value = i});
  }
  EXPECT_THAT(FieldsOf(input), ElementsAre("points"));
  input.points.pop_back();
  EXPECT_THAT(FieldsOf(input), IsEmpty());
}

TEST(ChartTest, RefusesValuesThatAreNoNumbersAndNamesEach) {
  ChartInput input = Steady();
  input.points[0].value = kNan;
  input.points[3].value = std::numeric_limits<double>::infinity();
  input.points[5].value = 1e16;
  input.points[7].trajectory = kNan;
  EXPECT_THAT(FieldsOf(input), ElementsAre("points[0].value", "points[3].value", "points[5].value",
                                           "points[7].trajectory"));
}

TEST(ChartTest, RefusesOptionsOutOfRange) {
  ChartInput input = Steady();
  input.target = kNan;
  input.multiply = 0;
  input.rule_length = 8;
  input.fix_after_n_points = 11;
  input.centre_line = 4;
  input.rebase_dates.resize(kMaxRebaseDates + 1);
  EXPECT_THAT(FieldsOf(input), ElementsAre("target", "rebase_dates", "multiply", "rule_length",
                                           "fix_after_n_points", "centre_line"));
}

TEST(ChartTest, RefusesOptionsOfXmrChartsOnOthers) {
  ChartInput input = Monthly(ChartKind::kRun, {1, 2, 3});
  input.profile = Profile::kMdc;
  input.rule_length = 6;
  EXPECT_THAT(FieldsOf(input), ElementsAre("profile", "rule_length"));
}

TEST(ChartTest, RefusesScreeningWithProfileMdc) {
  ChartInput input = Steady();
  input.profile = Profile::kMdc;
  input.screen_outliers = true;
  EXPECT_THAT(FieldsOf(input), ElementsAre("screen_outliers"));
  input.screen_outliers = false;
  EXPECT_THAT(FieldsOf(input), IsEmpty());
}

TEST(ChartTest, RefusesEachDateThatComesAgain) {
  ChartInput input = Steady();
  input.points[13].date = input.points[2].date;
  input.points[0].date = input.points[2].date;
  EXPECT_THAT(FieldsOf(input), ElementsAre("points[2].date", "points[13].date"));
}

TEST(ChartTest, TellsOnlySoManyErrors) {
  ChartInput input;
  for (int i = 0; i < 1000; ++i) input.points.push_back({.date = {i}, .value = kNan});
  EXPECT_EQ(FieldsOf(input).size(), kMaxInputErrors);
}

TEST(ChartTest, RefusesSharesWithoutOrAboveTheirDenominator) {
  ChartInput input = Shares();
  input.points[0].denominator.reset();
  input.points[1].value = 21;
  input.points[2].value = -1;
  input.points[3].denominator = 1e-9;
  EXPECT_THAT(FieldsOf(input), ElementsAre("points[0].denominator", "points[1].value",
                                           "points[2].value", "points[3].denominator"));
}

// The reference plots 0 of 20 there, and counts the 20.
TEST(ChartTest, TakesAMissingNumeratorForAMissingPoint) {
  ChartInput input = Shares();
  input.points[1].value.reset();
  const ChartResult chart = Analyze(input);
  EXPECT_FALSE(chart.points[1].value.has_value());
  EXPECT_DOUBLE_EQ(*chart.groups[0].lines.centre, 10.0 / 60);
}

TEST(ChartTest, RefusesEventsWithoutOpportunity) {
  ChartInput input = Shares();
  input.kind = ChartKind::kU;
  input.points[1].denominator = 0;
  EXPECT_THAT(FieldsOf(input), ElementsAre("points[1].value"));
  input.points[1].value = 0;
  EXPECT_FALSE(Analyze(input).points[1].value.has_value());
}

TEST(ChartTest, RefusesDenominatorsWhereTheyHaveNoPlace) {
  for (const ChartKind kind : {ChartKind::kC, ChartKind::kG, ChartKind::kT, ChartKind::kXbar}) {
    ChartInput input = Monthly(kind, {std::nullopt});
    input.points[0].denominator = 2;
    EXPECT_THAT(FieldsOf(input), ElementsAre("points[0].denominator"));
  }
}

TEST(ChartTest, RefusesTimesThatAreNotAboveZero) {
  EXPECT_THAT(FieldsOf(Monthly(ChartKind::kT, {3, 0, -1})),
              ElementsAre("points[1].value", "points[2].value"));
}

TEST(ChartTest, RefusesGroupsWithoutSizeOrDeviation) {
  ChartInput input = Monthly(ChartKind::kXbar, {3, 4, 5});
  input.points[1].group_size = 4;
  input.points[2] = {.date = input.points[2].date, .value = 5, .group_size = 4, .group_sd = kNan};
  EXPECT_THAT(FieldsOf(input),
              ElementsAre("points[0].group_size", "points[1].group_sd", "points[2].group_sd"));
}

TEST(ChartTest, RefusesACentreThatTheChartCannotHave) {
  ChartInput input = Shares();
  input.centre_line = 1.5;
  EXPECT_THAT(FieldsOf(input), ElementsAre("centre_line"));
  input = Monthly(ChartKind::kC, {1, 2});
  input.centre_line = -1;
  EXPECT_THAT(FieldsOf(input), ElementsAre("centre_line"));
}

TEST(ChartTest, PlotsTheQuotientWhereAnXmrPointHasADenominator) {
  ChartInput input = Steady();
  for (ChartPoint& point : input.points) point.denominator = 40;
  input.multiply = 100;
  input.points[4].value = 0;
  input.points[4].denominator = 0;
  const ChartResult chart = Analyze(input);
  EXPECT_DOUBLE_EQ(*chart.points[0].value, 25);
  EXPECT_FALSE(chart.points[4].value.has_value());
  EXPECT_EQ(chart.groups[0].missing, 1);
}

TEST(ChartTest, LeavesExcludedPointsOutOfLimitsAndSignalsButShowsThem) {
  ChartInput input = Steady();
  input.points.back().excluded = true;
  input.points.back().value = 400;
  const ChartResult chart = Analyze(input);
  ChartInput without = input;
  without.points.pop_back();
  const ChartResult other = Analyze(without);
  EXPECT_EQ(chart.groups[0].lines, other.groups[0].lines);
  EXPECT_EQ(chart.groups[0].points, 13);
  EXPECT_EQ(chart.groups[0].excluded, 1);
  EXPECT_EQ(chart.points.back().value, 400);
  EXPECT_TRUE(chart.points.back().outside_limits);
  EXPECT_EQ(chart.points.back().type, PointType::kCommonCause);
  EXPECT_EQ(chart.points.back().rule, ChartRule::kNone);
}

// Otherwise the month that is still being imported would take the icon away.
TEST(ChartTest, TakesTheVariationIconFromTheLastPointThatIsNotExcluded) {
  ChartInput input = Steady();
  input.points[12].value = 40;
  input.points[13].excluded = true;
  EXPECT_EQ(Analyze(input).variation, VariationIcon::kImprovementHigh);
  input.points[13].excluded = false;
  EXPECT_EQ(Analyze(input).variation, VariationIcon::kCommonCause);
}

TEST(ChartTest, ExcludedPointsBreakTheRunsOfAnXmrChart) {
  std::vector<std::optional<double>> values = {5, 5, 5, 5, 5, 5, 5, 5, 9, 9, 9, 9, 9, 9, 9, 9};
  ChartInput input = Monthly(ChartKind::kXmr, values);
  input.screen_outliers = false;
  EXPECT_TRUE(Analyze(input).points[12].rules.Has(ChartRule::kShiftAbove));
  input.points[11].excluded = true;
  EXPECT_FALSE(Analyze(input).points[12].rules.Has(ChartRule::kShiftAbove));
}

TEST(ChartTest, HasNoIconsWhenEveryPointIsExcluded) {
  ChartInput input = Monthly(ChartKind::kXmr, {1, 2});
  for (ChartPoint& point : input.points) point.excluded = true;
  const ChartResult chart = Analyze(input);
  EXPECT_FALSE(chart.variation.has_value());
  EXPECT_FALSE(chart.points[0].lines.centre.has_value());
}

// The reference takes the step to the right where the next point is in a trend too, and has a level
// one as falling.
TEST(ChartTest, TakesATrendThatMeetsAnotherByTheStepToTheRight) {
  ChartInput input =
      Monthly(ChartKind::kXmr, {1, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10, 11, 12, 13, 7, 7, 7, 7, 7, 7});
  input.direction = Direction::kIncrease;
  const ChartResult level = Analyze(input);
  EXPECT_EQ(level.points[6].rule, ChartRule::kTrendDecreasing);
  EXPECT_EQ(level.points[6].type, PointType::kConcern);
  EXPECT_TRUE(level.points[6].rules.Has(ChartRule::kTrendIncreasing));
  EXPECT_EQ(level.points[5].rule, ChartRule::kTrendIncreasing);
  EXPECT_EQ(level.points[7].rule, ChartRule::kTrendIncreasing);
  input.points[7].value = 6.5;
  EXPECT_EQ(Analyze(input).points[6].rule, ChartRule::kTrendDecreasing);
  input.profile = Profile::kMdc;
  EXPECT_EQ(Analyze(input).points[6].rule, ChartRule::kTrendIncreasing);
}

TEST(ChartTest, WarnsOfShortGroupsAndTrialLimits) {
  ChartInput input = Steady();
  EXPECT_THAT(WarningsOf(Analyze(input)), IsEmpty());
  input.points.resize(12);
  EXPECT_THAT(WarningsOf(Analyze(input)),
              ElementsAre(WarningKind::kShortGroup, WarningKind::kTrialLimits));
  // The limits are what they will be, and yet from few points.
  input.fix_after_n_points = 12;
  EXPECT_THAT(WarningsOf(Analyze(input)), ElementsAre(WarningKind::kShortGroup));
  input = Steady();
  input.fix_after_n_points = 20;
  EXPECT_THAT(WarningsOf(Analyze(input)), ElementsAre(WarningKind::kTrialLimits));
}

TEST(ChartTest, WarnsOfAGroupByItsNumber) {
  ChartInput input = Steady();
  input.rebase_dates = {D("2024-01-01")};
  const ChartResult chart = Analyze(input);
  EXPECT_THAT(chart.warnings, Contains(Field(&ChartWarning::group, std::optional<int>(1))));
}

TEST(ChartTest, WarnsOfLimitsThatCannotBeComputed) {
  ChartInput input =
      Monthly(ChartKind::kXmr, std::vector<std::optional<double>>(14, std::optional<double>(5)));
  const ChartResult chart = Analyze(input);
  EXPECT_THAT(WarningsOf(chart), ElementsAre(WarningKind::kUndefinedLimits));
  EXPECT_FALSE(chart.points[0].lines.upper_limit.has_value());
  EXPECT_EQ(chart.points[0].lines.centre, 5);
}

TEST(ChartTest, TargetWithoutLimitsIsInconsistent) {
  ChartInput input =
      Monthly(ChartKind::kXmr, std::vector<std::optional<double>>(14, std::optional<double>(5)));
  input.target = 100;
  EXPECT_EQ(Analyze(input).assurance, AssuranceIcon::kInconsistent);
}

TEST(ChartTest, WarnsOfMonthsWithoutAPoint) {
  ChartInput input = Steady();
  input.points.erase(input.points.begin() + 4);
  input.points.push_back({.date = D("2024-05-01"), .value = 11});
  const ChartResult chart = Analyze(input);
  ASSERT_THAT(WarningsOf(chart), ElementsAre(WarningKind::kCalendarGap));
  EXPECT_EQ(chart.warnings[0].text,
            "The calendar has gaps: 3 months have no point, between 2023-04-01 and 2023-06-01, "
            "between 2024-02-01 and 2024-05-01.");
}

TEST(ChartTest, DoesNotWarnOfGapsBetweenRareEvents) {
  ChartInput input = Steady();
  input.kind = ChartKind::kT;
  input.points.erase(input.points.begin() + 4);
  EXPECT_THAT(WarningsOf(Analyze(input)), Not(Contains(WarningKind::kCalendarGap)));
}

TEST(ChartTest, WarnsOfARebaseDateThatIsNoPoint) {
  ChartInput input = Steady();
  input.rebase_dates = {D("2023-06-15")};
  const ChartResult chart = Analyze(input);
  EXPECT_THAT(WarningsOf(chart), ElementsAre(WarningKind::kIgnoredRebase));
  EXPECT_THAT(chart.warnings[0].text, HasSubstr("2023-06-15"));
  EXPECT_EQ(chart.groups.size(), 1U);
}

TEST(ChartTest, NumbersGroupsFromOneWhenTheFirstDateIsARebase) {
  ChartInput input = Steady();
  input.rebase_dates = {D("2023-01-01")};
  EXPECT_EQ(Analyze(input).groups[0].group, 1);
}

TEST(ChartTest, RebasedChartsOtherThanXmrIgnoreTheBaselineAndSaySo) {
  ChartInput input = Monthly(ChartKind::kI, {1, 2, 3, 4, 9, 8, 9, 8});
  input.rebase_dates = {D("2023-05-01")};
  const ChartResult whole = Analyze(input);
  input.fix_after_n_points = 2;
  const ChartResult fixed = Analyze(input);
  EXPECT_EQ(whole.groups[1].lines, fixed.groups[1].lines);
  EXPECT_THAT(WarningsOf(fixed), Contains(WarningKind::kIgnoredBaseline));
}

TEST(ChartTest, ExcludedPointsOfOtherChartsBringTheirNeighboursTogether) {
  ChartInput input = Monthly(ChartKind::kI, {1, 2, 90, 4, 5});
  input.points[2].excluded = true;
  input.screen_outliers = false;
  // Ranges 1, 2, 1.
  EXPECT_NEAR(*Analyze(input).groups[0].lines.upper_limit, 3 + 3 * (4.0 / 3) / 1.128, 1e-12);
}

TEST(ChartTest, PlacesAGivenCentre) {
  ChartInput input = Monthly(ChartKind::kG, {10, 25, 4, 18});
  input.centre_line = 10;
  const ChartResult chart = Analyze(input);
  EXPECT_DOUBLE_EQ(*chart.groups[0].lines.centre, 6.93);
  EXPECT_DOUBLE_EQ(*chart.groups[0].lines.upper_limit, 10 + 3 * std::sqrt(110));
  input.kind = ChartKind::kT;
  EXPECT_NEAR(*Analyze(input).groups[0].lines.centre, 10, 1e-12);
}

TEST(ChartTest, MdcHoldsLimitsBackUntilThirteenValues) {
  ChartInput input = Steady();
  input.profile = Profile::kMdc;
  input.points[13].value.reset();
  EXPECT_TRUE(Analyze(input).points[0].lines.upper_limit.has_value());
  input.points[12].value.reset();
  const ChartResult chart = Analyze(input);
  EXPECT_FALSE(chart.groups[0].limits_shown);
  EXPECT_FALSE(chart.points[0].lines.upper_limit.has_value());
  EXPECT_TRUE(chart.points[0].lines.centre.has_value());
  EXPECT_FALSE(chart.variation.has_value());
}

TEST(ChartTest, MeasurementsOfAGroupGiveMeanSizeAndDeviation) {
  const double measurements[] = {2, 4, 4, 4, 5, 5, 7, 9};
  const ChartPoint point = MeasurementsOf(D("2024-01-01"), measurements);
  EXPECT_EQ(point.value, 5);
  EXPECT_EQ(point.group_size, 8);
  EXPECT_DOUBLE_EQ(*point.group_sd, std::sqrt(32.0 / 7));
  EXPECT_FALSE(MeasurementsOf(D("2024-01-01"), {}).value.has_value());
  EXPECT_FALSE(MeasurementsOf(D("2024-01-01"), std::span(measurements, 1)).group_sd.has_value());
}

}  // namespace
}  // namespace potential::measures

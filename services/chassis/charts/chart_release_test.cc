#include "services/chassis/charts/chart_release.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "potential/dashboard/v1/indicator_chart_service.pb.h"
#include "services/chassis/charts/chart_analysis.h"
#include "services/chassis/testing/matchers.h"
#include "services/measures/calendar.h"

namespace potential::charts {
namespace {

using v1::Chart;

std::string MonthText(int number) {
  const measures::Month month = measures::AddMonths(measures::MonthOf(2024, 1), number);
  return measures::FormatDay(measures::FirstOfMonth(month));
}

// The exact chart of monthly counts of people with its release.
class ChartReleaseTest : public ::testing::Test {
 protected:
  void Release(const std::vector<int>& counts, const std::string& rebase = "") {
    v1::AnalyzeChartRequest request;
    request.set_improvement_direction(Chart::INCREASE);
    request.set_target(40);
    if (!rebase.empty()) request.add_rebase_dates(rebase);
    release_.figures.clear();
    for (size_t i = 0; i < counts.size(); ++i) {
      v1::ChartInputPoint& point = *request.add_points();
      point.set_date(MonthText(static_cast<int>(i)));
      point.set_value(counts[i]);
      point.set_excluded(i == excluded_);
      release_.figures[point.date()] = ReleaseCount(counts[i]);
    }
    exact_ = ChartAnalysis().Analyze(request).value();
    chart_ = exact_;
    ReleaseChart(release_, chart_);
  }

  ChartRelease release_;
  size_t excluded_ = 1000;
  Chart exact_;
  Chart chart_;
};

TEST_F(ChartReleaseTest, RoundsValuesAndLinesAndKeepsTheSignalsOfExactFigures) {
  // Rounded first, the last seven would lie on the mean and not above it.
  Release({18, 20, 18, 20, 18, 20, 18, 21, 22, 21, 22, 21, 22, 21});
  EXPECT_EQ(exact_.points(13).rule(), Chart::Point::SHIFT_ABOVE);
  for (int i = 0; i < exact_.points_size(); ++i) {
    EXPECT_EQ(chart_.points(i).rule(), exact_.points(i).rule());
    EXPECT_EQ(chart_.points(i).point_type(), exact_.points(i).point_type());
    EXPECT_EQ(chart_.points(i).value(), 20);
    EXPECT_EQ(chart_.points(i).mean(), 20);
  }
  EXPECT_EQ(chart_.groups(0).mean(), 20);
  EXPECT_FALSE(chart_.groups(0).has_moving_range());
  EXPECT_EQ(chart_.variation_icon(), exact_.variation_icon());
  EXPECT_EQ(chart_.assurance_icon(), exact_.assurance_icon());
  EXPECT_EQ(chart_.warnings().rbegin()->kind(), Chart::Warning::RELEASED);
}

// 4, 3, 2, 1 between others: that they only fall would tell every one of them.
TEST_F(ChartReleaseTest, KeepsOnlyShownValuesOfAGroupWithAHiddenOne) {
  Release({20, 18, 15, 4, 3, 2, 1, 20, 18, 19, 20, 21, 20, 19});
  for (int i = 0; i < chart_.points_size(); ++i) {
    const Chart::Point& point = chart_.points(i);
    EXPECT_EQ(point.withheld(), i >= 3 && i <= 6) << i;
    EXPECT_EQ(point.has_value(), !point.withheld()) << i;
    EXPECT_EQ(point.point_type(), Chart::Point::TYPE_UNSPECIFIED) << i;
    EXPECT_TRUE(point.rules().empty()) << i;
    EXPECT_FALSE(point.has_mean()) << i;
    EXPECT_FALSE(point.has_upper_limit()) << i;
    EXPECT_FALSE(point.outside_limits()) << i;
  }
  EXPECT_FALSE(chart_.groups(0).has_mean());
  EXPECT_EQ(chart_.groups(0).common_cause(), 0);
  EXPECT_EQ(chart_.variation_icon(), Chart::VARIATION_ICON_UNSPECIFIED);
  EXPECT_EQ(chart_.assurance_icon(), Chart::ASSURANCE_ICON_UNSPECIFIED);
}

TEST_F(ChartReleaseTest, LeavesOtherGroupsAsTheyAre) {
  std::vector<int> counts = {20, 18, 3, 19};
  for (int i = 0; i < 14; ++i) counts.push_back(30 + i % 3);
  Release(counts, MonthText(4));
  EXPECT_FALSE(chart_.points(0).has_mean());
  EXPECT_EQ(chart_.points(5).mean(), 30);
  EXPECT_EQ(chart_.variation_icon(), exact_.variation_icon());
  EXPECT_EQ(chart_.target(), 40);
}

TEST_F(ChartReleaseTest, HidesATargetThatCameFromTheBaselineWithAnyHiddenValue) {
  release_.target_is_of_figures = true;
  Release({20, 18, 3, 19, 20, 21, 20, 19, 18, 20, 21, 20, 19});
  EXPECT_FALSE(chart_.has_target());
  Release({20, 18, 13, 19, 20, 21, 20, 19, 18, 20, 21, 20, 19});
  EXPECT_EQ(chart_.target(), 40);
}

TEST_F(ChartReleaseTest, HiddenValuesThatDoNotCountHideNothingElse) {
  excluded_ = 12;
  Release({20, 18, 13, 19, 20, 21, 20, 19, 18, 20, 21, 20, 2});
  EXPECT_TRUE(exact_.points(12).outside_limits());
  EXPECT_TRUE(chart_.points(12).withheld());
  EXPECT_FALSE(chart_.points(12).has_value());
  EXPECT_FALSE(chart_.points(12).outside_limits());
  EXPECT_FALSE(chart_.points(12).has_mean());
  EXPECT_TRUE(chart_.points(12).excluded());
  EXPECT_TRUE(chart_.points(0).has_mean());
}

TEST_F(ChartReleaseTest, WithholdsWhatIsWithheldEvenWithoutAnExactValueAndWhatIsNotReleased) {
  Chart chart;
  chart.add_points()->set_date("2024-01-01");
  chart.add_points()->set_date("2024-02-01");
  chart.add_points()->set_date("2024-03-01");
  chart.mutable_points(2)->set_value(7);
  chart.add_groups();
  ReleaseChart(
      {.figures = {{"2024-01-01", {.value = std::nullopt, .withheld = true}}, {"2024-02-01", {}}}},
      chart);
  EXPECT_TRUE(chart.points(0).withheld());
  EXPECT_FALSE(chart.points(1).withheld());
  EXPECT_TRUE(chart.points(2).withheld());
  EXPECT_FALSE(chart.points(2).has_value());
}

TEST_F(ChartReleaseTest, KeepsWhatIsSaidOfAWithheldPoint) {
  Chart chart;
  chart.add_points()->set_date("2024-01-01");
  chart.mutable_points(0)->set_value(3);
  chart.mutable_points(0)->set_annotation("Wave 1");
  ReleaseChart({.figures = {{"2024-01-01", ReleaseCount(3)}}}, chart);
  EXPECT_THAT(chart.points(0).annotation(), ::testing::StartsWith("Wave 1; Not shown"));
}

TEST(ReleasedFigureTest, SharesAreWholePercentOfWhatIsWhole) {
  const auto strict = measures::DisclosureProfile::kStrict;
  EXPECT_EQ(ReleaseShare(13, 40, strict).value, 33);
  EXPECT_EQ(ReleaseShare(13, 40, strict, 1).value, 0.33);
  EXPECT_TRUE(ReleaseShare(37, 40, strict).withheld);
  EXPECT_EQ(ReleaseShare(37, 40, measures::DisclosureProfile::kNhs).value, 93);
  EXPECT_EQ(ReleaseCount(13).value, 15);
  EXPECT_TRUE(ReleaseCount(4).withheld);
  EXPECT_FALSE(ReleaseCount(4).value);
}

TEST(CheckReleasableTest, RefusesChartsOfDifferences) {
  dashboard::v1::GetIndicatorChartRequest request;
  EXPECT_THAT(CheckReleasable(request), testing::IsOk());
  request.set_chart(Chart::MR);
  EXPECT_THAT(CheckReleasable(request), testing::Violates("chart"));
}

TEST(CheckReleasableTest, PassesRequestsWithoutSuchFields) {
  EXPECT_THAT(CheckReleasable(v1::ChartInputPoint()), testing::IsOk());
}

TEST(CheckReleasableTest, RefusesWhatExactFiguresCouldBeFoundWith) {
  using dashboard::v1::GetIndicatorChartRequest;
  const std::pair<const char*, std::function<void(GetIndicatorChartRequest&)>> choices[] = {
      {"start_date", [](auto& request) { request.set_start_date("2025-01-01"); }},
      {"end_date", [](auto& request) { request.set_end_date("2025-12-31"); }},
      {"target", [](auto& request) { request.set_target(48.2734); }},
      {"rebase_dates", [](auto& request) { request.add_rebase_dates("2025-07-01"); }},
      {"fix_after_n_points", [](auto& request) { request.set_fix_after_n_points(12); }},
      {"screen_outliers", [](auto& request) { request.set_screen_outliers(false); }},
      {"rule_length", [](auto& request) { request.set_rule_length(6); }}};
  for (const auto& [field, choose] : choices) {
    GetIndicatorChartRequest request;
    choose(request);
    EXPECT_THAT(CheckReleasable(request), testing::Violates(field));
  }
}

}  // namespace
}  // namespace potential::charts

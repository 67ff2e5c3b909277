#include "services/chassis/charts/chart_analysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "services/chassis/testing/matchers.h"
#include "services/measures/calendar.h"

namespace potential::charts {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;
using v1::AnalyzeChartRequest;
using v1::Chart;

AnalyzeChartRequest Request(const std::string& text) {
  AnalyzeChartRequest request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
  return request;
}

// Monthly points from January 2023 with these values; a NaN is missing.
AnalyzeChartRequest Monthly(const std::string& options, const std::vector<double>& values) {
  AnalyzeChartRequest request = Request(options);
  measures::Month month = measures::MonthOf(2023, 1);
  for (const double value : values) {
    v1::ChartInputPoint& point = *request.add_points();
    point.set_date(measures::FormatDay(measures::FirstOfMonth(month)));
    if (!std::isnan(value)) point.set_value(value);
    month = measures::AddMonths(month, 1);
  }
  return request;
}

const std::vector<double> kSteady = {10, 12, 11, 9, 10, 13, 11, 12, 10, 9, 11, 12, 10, 30};

class ChartAnalysisTest : public ::testing::Test {
 protected:
  Chart Analyze(const AnalyzeChartRequest& request) {
    const absl::StatusOr<Chart> chart = analysis_.Analyze(request);
    EXPECT_THAT(chart, IsOk());
    return chart.ok() ? *chart : Chart();
  }

  // The fields that an answer complains of.
  std::vector<std::string> Complaints(const AnalyzeChartRequest& request) {
    const absl::Status status = analysis_.Analyze(request).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
    return testing::ViolatedFields(status);
  }

  const ChartAnalysis analysis_;
};

TEST_F(ChartAnalysisTest, AnswersWithLinesTypesRulesGroupsAndIcons) {
  const Chart chart = Analyze(Monthly("improvement_direction: INCREASE target: 40", kSteady));
  EXPECT_EQ(chart.chart(), Chart::XMR);
  EXPECT_EQ(chart.profile(), Chart::PTD);
  EXPECT_EQ(chart.rule_length(), 7);
  EXPECT_TRUE(chart.screen_outliers());
  EXPECT_EQ(chart.target(), 40);
  ASSERT_EQ(chart.points_size(), 14);
  const Chart::Point& last = chart.points(13);
  EXPECT_EQ(last.date(), "2024-02-01");
  EXPECT_EQ(last.value(), 30);
  EXPECT_NEAR(last.mean(), 170.0 / 14, 1e-12);
  EXPECT_GT(last.upper_limit(), last.upper_near_limit());
  EXPECT_GT(last.lower_near_limit(), last.lower_limit());
  EXPECT_EQ(last.point_type(), Chart::Point::SPECIAL_CAUSE_IMPROVEMENT);
  EXPECT_EQ(last.rule(), Chart::Point::ABOVE_UPPER_LIMIT);
  EXPECT_THAT(last.rules(), ElementsAre(Chart::Point::ABOVE_UPPER_LIMIT));
  EXPECT_TRUE(last.outside_limits());
  EXPECT_EQ(chart.points(0).point_type(), Chart::Point::COMMON_CAUSE);
  ASSERT_EQ(chart.groups_size(), 1);
  EXPECT_EQ(chart.groups(0).points(), 14);
  EXPECT_EQ(chart.groups(0).improvement(), 1);
  EXPECT_EQ(chart.groups(0).end_date(), "2024-02-01");
  EXPECT_EQ(chart.variation_icon(), Chart::IMPROVEMENT_HIGH);
  EXPECT_EQ(chart.assurance_icon(), Chart::FAIL);
  EXPECT_THAT(chart.warnings(), IsEmpty());
}

TEST_F(ChartAnalysisTest, NamesTheProfileAndWhatItWasCheckedAgainst) {
  EXPECT_THAT(Analyze(Monthly("profile: MDC", kSteady)).basis(), HasSubstr("no program exists"));
  EXPECT_EQ(Analyze(Monthly("profile: MDC", kSteady)).profile(), Chart::MDC);
  EXPECT_THAT(Analyze(Monthly("", kSteady)).basis(), HasSubstr("PTD"));
  EXPECT_THAT(Analyze(Monthly("rule_length: 6", kSteady)).basis(), HasSubstr("6 points"));
  const Chart run = Analyze(Monthly("chart: RUN", kSteady));
  EXPECT_EQ(run.profile(), Chart::PROFILE_UNSPECIFIED);
  EXPECT_THAT(run.basis(), HasSubstr("Run chart"));
}

TEST_F(ChartAnalysisTest, LeavesOutWhatIsNotDefined) {
  const Chart chart = Analyze(Monthly("", {5, 5, std::nan(""), 5}));
  EXPECT_TRUE(chart.points(0).has_mean());
  EXPECT_FALSE(chart.points(0).has_lower_limit());
  EXPECT_FALSE(chart.points(0).has_upper_limit());
  EXPECT_FALSE(chart.points(2).has_value());
  EXPECT_FALSE(chart.groups(0).has_upper_limit());
  EXPECT_EQ(chart.warnings(2).kind(), Chart::Warning::UNDEFINED_LIMITS);
}

TEST_F(ChartAnalysisTest, HandsPointsBackByDateWithTheirWords) {
  AnalyzeChartRequest request = Request(
      "points { date: '2024-02-01' value: 3 trajectory: 4 } "
      "points { date: '2024-01-01' value: 2 excluded: true annotation: 'moved wards' }");
  const Chart chart = Analyze(request);
  EXPECT_EQ(chart.points(0).annotation(), "moved wards");
  EXPECT_TRUE(chart.points(0).excluded());
  EXPECT_EQ(chart.points(1).trajectory(), 4);
}

TEST_F(ChartAnalysisTest, TakesEveryOption) {
  const Chart chart =
      Analyze(Monthly("improvement_direction: DECREASE rebase_dates: '2024-01-01' rebase_dates: "
                      "'2023-06-15' fix_after_n_points: 12 screen_outliers: false rule_length: 6 "
                      "multiply: 2",
                      kSteady));
  EXPECT_FALSE(chart.screen_outliers());
  EXPECT_EQ(chart.rule_length(), 6);
  EXPECT_EQ(chart.improvement_direction(), Chart::DECREASE);
  EXPECT_EQ(chart.groups_size(), 2);
  EXPECT_EQ(chart.points(13).group(), 1);
  EXPECT_EQ(chart.points(0).value(), 20);
  bool ignored = false;
  for (const auto& warning : chart.warnings()) {
    ignored = ignored || warning.kind() == Chart::Warning::IGNORED_REBASE_DATE;
  }
  EXPECT_TRUE(ignored);
}

// A kind that nobody mapped would be charted as XMR.
TEST_F(ChartAnalysisTest, KnowsEveryKindOfTheContract) {
  std::set<std::string> seen;
  for (int kind = Chart::Kind_MIN; kind <= Chart::Kind_MAX; ++kind) {
    if (kind == Chart::KIND_UNSPECIFIED) continue;
    AnalyzeChartRequest request = Monthly("", {3, 5, 4, 8, 6});
    request.set_chart(static_cast<Chart::Kind>(kind));
    const bool groups = kind == Chart::XBAR || kind == Chart::S;
    const bool rates = kind >= Chart::P && kind <= Chart::U_PRIME;
    for (v1::ChartInputPoint& point : *request.mutable_points()) {
      if (rates || kind == Chart::I_PRIME) point.set_denominator(10 + point.value());
      if (!groups) continue;
      for (const double part : {-1.0, 0.5, 0.75}) point.add_group_values(point.value() + part);
      point.clear_value();
    }
    const Chart chart = Analyze(request);
    EXPECT_EQ(chart.chart(), kind);
    std::string lines;
    for (const Chart::Point& point : chart.points()) {
      lines += std::to_string(point.mean()) + "," + std::to_string(point.upper_limit()) + ";";
    }
    seen.insert(lines);
  }
  // Lines of any two of the 14 differ, but for P' and U': Laney's correction takes out all that
  // they differ in, as long as nothing is clipped at 1.
  EXPECT_EQ(seen.size(), 13U);
}

TEST_F(ChartAnalysisTest, ReadsMeasurementsAsAGroup) {
  const Chart given = Analyze(
      Request("chart: XBAR points { date: '2024-01-01' value: 3 group_size: 2 group_sd: "
              "1.4142135623730951 }"
              "points { date: '2024-01-02' value: 6 group_size: 2 group_sd: 2.8284271247461903 }"));
  const Chart computed =
      Analyze(Request("chart: XBAR points { date: '2024-01-01' group_values: [2, 4] }"
                      "points { date: '2024-01-02' group_values: [4, 8] }"));
  EXPECT_DOUBLE_EQ(given.points(0).upper_limit(), computed.points(0).upper_limit());
  EXPECT_EQ(computed.points(1).value(), 6);
}

TEST_F(ChartAnalysisTest, TakesRowsOfOneDateAsOnePoint) {
  const Chart shares = Analyze(Request(
      "chart: P points { date: '2024-01-02' value: 1 denominator: 4 } "
      "points { date: '2024-01-01' value: 3 denominator: 10 } "
      "points { date: '2024-01-01' value: 1 denominator: 30 annotation: 'moved' trajectory: 0.2 } "
      "points { date: '2024-01-01' denominator: 60 } "
      "points { date: '2024-01-02' value: 2 denominator: 4 excluded: true }"));
  ASSERT_EQ(shares.points_size(), 2);
  EXPECT_DOUBLE_EQ(shares.points(0).value(), 0.1);
  EXPECT_EQ(shares.points(0).denominator(), 40);
  EXPECT_EQ(shares.points(0).annotation(), "moved");
  EXPECT_EQ(shares.points(0).trajectory(), 0.2);
  EXPECT_FALSE(shares.points(0).excluded());
  EXPECT_DOUBLE_EQ(shares.points(1).value(), 0.375);
  EXPECT_TRUE(shares.points(1).excluded());
  const Chart run = Analyze(
      Request("chart: RUN points { date: '2024-01-01' value: 3 } points { date: '2024-01-01' } "
              "points { date: '2024-01-01' value: 6 } points { date: '2024-01-02' value: 1 }"));
  EXPECT_DOUBLE_EQ(run.points(0).value(), 4.5);
}

TEST_F(ChartAnalysisTest, TakesRowsOfOneDateAsMeasurementsOfAGroup) {
  const Chart computed =
      Analyze(Request("chart: XBAR points { date: '2024-01-01' group_values: [2, 4, 7] }"
                      "points { date: '2024-01-02' group_values: [4, 8, 1] }"));
  const Chart by_row =
      Analyze(Request("chart: XBAR points { date: '2024-01-01' value: 2 } "
                      "points { date: '2024-01-02' group_values: [4, 8] } "
                      "points { date: '2024-01-01' group_values: [4, 7] } "
                      "points { date: '2024-01-02' value: 1 }"));
  ASSERT_EQ(by_row.points_size(), 2);
  for (int i = 0; i < 2; ++i) {
    EXPECT_DOUBLE_EQ(by_row.points(i).value(), computed.points(i).value());
    EXPECT_DOUBLE_EQ(by_row.points(i).upper_limit(), computed.points(i).upper_limit());
  }
  EXPECT_THAT(Complaints(Request("chart: XBAR points { date: '2024-01-01' value: 2 }")),
              ElementsAre("points[0].group_size"));
}

TEST_F(ChartAnalysisTest, NamesEveryFieldThatIsWrong) {
  EXPECT_THAT(Complaints(Request("")), ElementsAre("points"));
  EXPECT_THAT(Complaints(Request("points { date: '2026-02-30' value: 1 } points { value: 2 }")),
              ElementsAre("points[0].date", "points[1].date"));
  EXPECT_THAT(Complaints(Request("fix_after_n_points: 11 points { date: '2026-01-01' }")),
              ElementsAre("fix_after_n_points"));
  EXPECT_THAT(Complaints(Request("rule_length: 8 target: nan points { date: '2026-01-01' }")),
              ElementsAre("target", "rule_length"));
  EXPECT_THAT(Complaints(Request("points { date: '2026-01-01' } points { date: '2026-02-01' } "
                                 "points { date: '2026-01-01' value: 1 }")),
              ElementsAre("points[2].date"));
  EXPECT_THAT(Complaints(Request("chart: P points { date: '2026-01-01' value: 1 }")),
              ElementsAre("points[0].denominator"));
  EXPECT_THAT(Complaints(Request("points { date: '2026-01-01' value: nan }")),
              ElementsAre("points[0].value"));
  EXPECT_THAT(Complaints(Request("rebase_dates: '2026-1-1' points { date: '2026-01-01' }")),
              ElementsAre("rebase_dates[0]"));
}

TEST_F(ChartAnalysisTest, RefusesMeasurementsTwiceAndWhereTheyHaveNoPlace) {
  EXPECT_THAT(Complaints(Request("points { date: '2026-01-01' group_values: 1 }")),
              ElementsAre("points[0].group_values"));
  EXPECT_THAT(
      Complaints(Request("chart: S points { date: '2026-01-01' group_values: 1 value: 1 }")),
      ElementsAre("points[0].group_values"));
}

TEST_F(ChartAnalysisTest, RefusesMoreThanTenThousandPoints) {
  AnalyzeChartRequest request;
  for (int i = 0; i < 10'001; ++i) {
    request.add_points()->set_date(measures::FormatDay({i}));
  }
  EXPECT_THAT(Complaints(request), ElementsAre("points"));
  request.mutable_points()->RemoveLast();
  EXPECT_EQ(Analyze(request).points_size(), 10'000);
}

}  // namespace
}  // namespace potential::charts

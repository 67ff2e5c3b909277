#include "gateway/charts/chart_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "gateway/charts/chart_series.h"
#include "google/protobuf/text_format.h"
#include "services/chassis/testing/matchers.h"

namespace potential::gateway {
namespace {

using charts::v1::AnalyzeChartRequest;
using charts::v1::Chart;
using dashboard::v1::GetIndicatorChartRequest;
using indicators::v1::Indicator;
using indicators::v1::QueryIndicatorsResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Pair;
using testing::Refuses;
using ::testing::UnorderedElementsAre;
using testing::Violates;

constexpr char kStrategy[] = R"pb(
  organisation: "swlstg"
  pillars {
    id: "occupation"
    outcomes {
      id: "occupation.interventions"
      percent_change {
        indicator { indicator: "occupation.interventions" }
        target_percent: 20
      }
      chart { rebase_dates: "2025-04-01" rebase_month_offsets: 3 }
    }
    outcomes {
      id: "workforce.stress"
      level {
        indicator {
          indicator: "occupation.score"
          where { key: "kind" value: "STRESS" }
        }
        target: 2.5
        lower_is_better: true
      }
      chart { profile: MDC fix_after_n_points: 12 }
    }
    outcomes {
      id: "occupation.forums"
      cadence {
        indicator { indicator: "occupation.forums" }
        period: MONTH
      }
    }
  }
)pb";

constexpr char kInterventions[] =
    "id: 'occupation.interventions' title: 'Interventions' kind: FLOW form: COUNT unit: 'contacts' "
    "dimensions: 'service_line' dimensions: 'team'";
constexpr char kScore[] =
    "id: 'occupation.score' kind: STOCK form: MEAN dimensions: 'kind' dimensions: 'service_line'";
constexpr char kShare[] = "id: 'occupation.share' kind: FLOW form: SHARE unit: '%'";

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

class ChartPlanTest : public ::testing::Test {
 protected:
  // Anchored in January 2026; the figures stand on 15 June 2026.
  absl::StatusOr<ChartPlan> Plan(const std::string& indicator, const std::string& request) {
    indicator_ = Parse<Indicator>(indicator);
    return PlanChart(
        Parse<GetIndicatorChartRequest>("name: 'organisations/swlstg/indicators/x' " + request),
        {.strategy = strategy_,
         .indicator = indicator_,
         .as_of = *measures::ParseDay("2026-06-15"),
         .plan = Days("2025-04-01", "2027-03-31"),
         .baseline = Days("2024-04-01", "2025-03-31"),
         .anchor = measures::MonthOf(2026, 1)});
  }

  static measures::Window Days(const char* first, const char* last) {
    return {*measures::ParseDay(first), *measures::ParseDay(last)};
  }

  ChartPlan Planned(const std::string& indicator, const std::string& request) {
    const absl::StatusOr<ChartPlan> plan = Plan(indicator, request);
    EXPECT_THAT(plan, IsOk());
    return plan.ok() ? *plan : ChartPlan();
  }

  const strategy::v1::Strategy strategy_ = Parse<strategy::v1::Strategy>(kStrategy);
  Indicator indicator_;
};

TEST_F(ChartPlanTest, TakesTargetDirectionAndRebaseDatesFromTheOutcome) {
  const ChartPlan plan = Planned(kInterventions, "");
  EXPECT_EQ(plan.source.outcome(), "occupation.interventions");
  EXPECT_EQ(plan.options.chart(), Chart::XMR);
  EXPECT_EQ(plan.options.profile(), Chart::PTD);
  EXPECT_EQ(plan.options.improvement_direction(), Chart::INCREASE);
  EXPECT_EQ(plan.change_percent, 20);
  EXPECT_THAT(plan.options.rebase_dates(), ElementsAre("2025-04-01", "2026-04-01"));
}

TEST_F(ChartPlanTest, AsksForTheSeriesFromTheBaselineOnAndForTheBaselineItself) {
  const ChartPlan plan = Planned(kInterventions, "service_line: 'community' bucket: QUARTER");
  EXPECT_EQ(plan.question.parent(), "organisations/swlstg");
  EXPECT_EQ(plan.question.as_of(), "2026-06-15");
  ASSERT_EQ(plan.question.queries_size(), 2);
  const auto& series = plan.question.queries(0);
  EXPECT_EQ(series.start_date(), "2024-04-01");
  EXPECT_EQ(series.end_date(), "2026-06-30");
  EXPECT_EQ(series.bucket(), strategy::v1::QUARTER);
  const auto& baseline = plan.question.queries(1);
  EXPECT_EQ(baseline.start_date(), "2024-04-01");
  EXPECT_EQ(baseline.end_date(), "2025-03-31");
  EXPECT_EQ(baseline.bucket(), strategy::v1::MONTH);
  for (const auto& query : plan.question.queries()) {
    EXPECT_THAT(query.where(), UnorderedElementsAre(Pair("service_line", "community")));
  }
}

TEST_F(ChartPlanTest, BeginsAnewWithTheFirstWholePeriodAfterARebaseMonth) {
  const ChartPlan plan = Planned(kInterventions, "bucket: YEAR");
  EXPECT_THAT(plan.options.rebase_dates(), ElementsAre("2026-01-01"));
}

TEST_F(ChartPlanTest, LetsTheRequestSayOtherwise) {
  const ChartPlan plan =
      Planned(kInterventions,
              "profile: MDC improvement_direction: DECREASE target: 7 rebase_dates: '2025-09-01' "
              "rule_length: 6 fix_after_n_points: 20 screen_outliers: false");
  EXPECT_EQ(plan.options.profile(), Chart::MDC);
  EXPECT_EQ(plan.options.improvement_direction(), Chart::DECREASE);
  EXPECT_EQ(plan.options.target(), 7);
  EXPECT_FALSE(plan.change_percent.has_value());
  EXPECT_EQ(plan.question.queries_size(), 1);
  EXPECT_THAT(plan.options.rebase_dates(), ElementsAre("2025-09-01"));
  EXPECT_EQ(plan.options.rule_length(), 6);
  EXPECT_EQ(plan.options.fix_after_n_points(), 20);
  EXPECT_TRUE(plan.options.has_screen_outliers());
}

TEST_F(ChartPlanTest, TakesNothingFromTheStrategyWhenPlain) {
  const ChartPlan plan = Planned(kInterventions, "plain: true");
  EXPECT_THAT(plan.options.rebase_dates(), IsEmpty());
  EXPECT_FALSE(plan.change_percent.has_value());
  EXPECT_EQ(plan.options.improvement_direction(), Chart::NEUTRAL);
  EXPECT_EQ(plan.source.outcome(), "");
}

TEST_F(ChartPlanTest, TakesTheOutcomeOnlyUnderItsConditions) {
  EXPECT_EQ(Planned(kScore, "").source.outcome(), "");
  const ChartPlan plan = Planned(kScore, "where: 'kind=STRESS' service_line: 'community'");
  EXPECT_EQ(plan.source.outcome(), "workforce.stress");
  EXPECT_EQ(plan.options.target(), 2.5);
  EXPECT_EQ(plan.options.improvement_direction(), Chart::DECREASE);
  EXPECT_EQ(plan.options.profile(), Chart::MDC);
  EXPECT_EQ(plan.options.fix_after_n_points(), 12);
}

TEST_F(ChartPlanTest, AddsTheConditionsOfAnOutcomeThatIsAskedFor) {
  const ChartPlan plan = Planned(kScore, "outcome: 'workforce.stress'");
  EXPECT_THAT(plan.source.where(), UnorderedElementsAre(Pair("kind", "STRESS")));
  EXPECT_EQ(plan.options.target(), 2.5);
}

TEST_F(ChartPlanTest, TakesACadenceAsTargetOfItsOwnPeriodsOnly) {
  const std::string forums = "id: 'occupation.forums' kind: FLOW form: COUNT";
  EXPECT_EQ(Planned(forums, "").options.target(), 1);
  EXPECT_FALSE(Planned(forums, "bucket: QUARTER").options.has_target());
}

TEST_F(ChartPlanTest, KnowsFromTheCatalogueWhereLessIsBetter) {
  EXPECT_EQ(
      Planned("id: 'workforce.vacancy_rate' kind: STOCK form: SHARE lower_is_better: true", "")
          .options.improvement_direction(),
      Chart::DECREASE);
}

TEST_F(ChartPlanTest, RefusesWhatDoesNotFitTheIndicator) {
  EXPECT_THAT(Plan(kShare, "service_line: 'community'"), Violates("service_line"));
  EXPECT_THAT(Plan(kInterventions, "where: 'team=A' where: 'colour=red'"), Violates("where[1]"));
  EXPECT_THAT(Plan(kInterventions, "where: 'team'"), Violates("where[0]"));
  EXPECT_THAT(Plan(kInterventions, "where: 'team=A' where: 'team=B'"), Violates("where[1]"));
  EXPECT_THAT(Plan(kInterventions, "outcome: 'occupation.none'"), Violates("outcome"));
  EXPECT_THAT(Plan(kInterventions, "outcome: 'workforce.stress'"), Violates("outcome"));
  EXPECT_THAT(Plan(kScore, "outcome: 'workforce.stress' where: 'kind=JOY'"), Violates("outcome"));
  EXPECT_THAT(Plan(kInterventions, "chart: P"), Violates("chart"));
  EXPECT_THAT(Plan(kInterventions, "chart: T"), Violates("chart"));
  EXPECT_THAT(Plan(kShare, "chart: C"), Violates("chart"));
  EXPECT_THAT(Plan(kInterventions, "start_date: '2026-06-16'"), Violates("start_date"));
  EXPECT_THAT(Plan(kInterventions, "start_date: '1900-01-01'"), Violates("start_date"));
  EXPECT_THAT(Plan(kInterventions, "end_date: '2024-03-31'"), Violates("end_date"));
}

// Months of figures from April 2024, each closed; the last is May 2026.
QueryIndicatorsResponse Figures(const std::vector<double>& values) {
  QueryIndicatorsResponse figures;
  auto& overall = *figures.add_results()->mutable_overall();
  measures::Month month = measures::MonthOf(2024, 4);
  for (const double value : values) {
    auto& point = *overall.add_points();
    point.set_start_date(measures::FormatDay(measures::FirstOfMonth(month)));
    point.set_closed(true);
    point.mutable_figure()->set_value(value);
    point.mutable_figure()->set_numerator(value);
    month = measures::AddMonths(month, 1);
  }
  return figures;
}

TEST_F(ChartPlanTest, ShowsPeriodsThatAreNotOverOrNotAllThereAndLeavesThemOut) {
  const ChartPlan plan = Planned(kInterventions, "plain: true");
  QueryIndicatorsResponse figures = Figures({4, 6, 5, 90, 3, 80});
  auto& points = *figures.mutable_results(0)->mutable_overall()->mutable_points();
  points[3].set_partial(true);
  points[5].set_closed(false);
  const auto chart = FinishChart(charts::ChartAnalysis(), plan, indicator_, figures);
  ASSERT_THAT(chart, IsOk());
  ASSERT_EQ(chart->points_size(), 6);
  EXPECT_EQ(chart->points(3).annotation(), "The records of the period are not all there.");
  EXPECT_TRUE(chart->points(3).excluded());
  EXPECT_EQ(chart->points(5).annotation(), "The period is not over.");
  EXPECT_EQ(chart->points(5).value(), 80);
  EXPECT_EQ(chart->groups(0).mean(), 4.5);
  EXPECT_EQ(chart->groups(0).points(), 4);
  EXPECT_EQ(chart->warnings(chart->warnings_size() - 1).kind(), Chart::Warning::PARTIAL_PERIODS);
  EXPECT_EQ(chart->source().title(), "Interventions");
  EXPECT_EQ(chart->source().period(), "month");
}

TEST_F(ChartPlanTest, KeepsPeriodsThatAreNotAllThereOutOfTheRangesOfTheirNeighbours) {
  for (const char* kind : {"MR", "I_PRIME"}) {
    const ChartPlan plan = Planned(kShare, std::string("plain: true chart: ") + kind);
    QueryIndicatorsResponse figures = Figures({4, 6, 5, 90, 3, 80});
    auto& points = *figures.mutable_results(0)->mutable_overall()->mutable_points();
    for (auto& point : points) point.mutable_figure()->set_denominator(100);
    points[3].set_partial(true);
    points[5].set_closed(false);
    const auto chart = FinishChart(charts::ChartAnalysis(), plan, indicator_, figures);
    ASSERT_THAT(chart, IsOk());
    EXPECT_FALSE(chart->points(3).has_value()) << kind;
    EXPECT_FALSE(chart->points(5).has_value()) << kind;
    EXPECT_FALSE(chart->points(3).annotation().empty()) << kind;
    points[3].mutable_figure()->set_value(9);
    points[3].mutable_figure()->set_numerator(9);
    const auto other = FinishChart(charts::ChartAnalysis(), plan, indicator_, figures);
    ASSERT_THAT(other, IsOk());
    EXPECT_EQ(chart->points(1).mean(), other->points(1).mean()) << kind;
    EXPECT_EQ(chart->points(1).upper_limit(), other->points(1).upper_limit()) << kind;
  }
}

TEST_F(ChartPlanTest, LeavesOutPeriodsOfTheFuture) {
  const ChartPlan plan = Planned(kInterventions, "plain: true");
  const QueryIndicatorsResponse figures = Figures(std::vector<double>(40, 5));
  EXPECT_EQ(SeriesOf(plan, indicator_, figures).points_size(), 27);
}

TEST_F(ChartPlanTest, TargetOfAPercentChangeIsTheMeanMonthOfTheBaselineAndTheChange) {
  ChartPlan plan = Planned(kInterventions, "");
  QueryIndicatorsResponse figures = Figures({100, 100});
  *figures.add_results() = Figures({380, 420, 1000, 400}).results(0);
  figures.mutable_results(1)->mutable_overall()->mutable_points(2)->set_partial(true);
  EXPECT_DOUBLE_EQ(SeriesOf(plan, indicator_, figures).target(), 480);
  plan = Planned(kInterventions, "bucket: QUARTER");
  EXPECT_DOUBLE_EQ(SeriesOf(plan, indicator_, figures).target(), 1440);
}

TEST_F(ChartPlanTest, HasNoTargetWithoutABaseline) {
  const ChartPlan plan = Planned(kInterventions, "");
  QueryIndicatorsResponse figures = Figures({100, 100});
  figures.add_results();
  EXPECT_FALSE(SeriesOf(plan, indicator_, figures).has_target());
}

TEST_F(ChartPlanTest, ChartsSharesByTheirPartsInPercent) {
  const ChartPlan plan = Planned(kShare, "chart: P");
  QueryIndicatorsResponse figures = Figures({3, 5, 4});
  for (auto& point : *figures.mutable_results(0)->mutable_overall()->mutable_points()) {
    point.mutable_figure()->set_denominator(10);
    point.mutable_figure()->set_value(point.figure().numerator() * 10);
  }
  figures.mutable_results(0)->mutable_overall()->mutable_points(1)->mutable_figure()->clear_value();
  const auto chart = FinishChart(charts::ChartAnalysis(), plan, indicator_, figures);
  ASSERT_THAT(chart, IsOk());
  EXPECT_EQ(chart->points(0).value(), 30);
  EXPECT_EQ(chart->points(0).mean(), 35);
  EXPECT_FALSE(chart->points(1).has_value());
}

TEST_F(ChartPlanTest, SaysWhenTheFiguresDoNotFitTheKindOfChart) {
  const ChartPlan plan = Planned(kShare, "chart: P");
  QueryIndicatorsResponse figures = Figures({3});
  figures.mutable_results(0)
      ->mutable_overall()
      ->mutable_points(0)
      ->mutable_figure()
      ->set_denominator(2);
  EXPECT_THAT(FinishChart(charts::ChartAnalysis(), plan, indicator_, figures),
              Refuses("FIGURES_DO_NOT_FIT"));
}

TEST_F(ChartPlanTest, NamesTheOptionOfTheRequestThatDoesNotFit) {
  const ChartPlan plan = Planned(kInterventions, "plain: true fix_after_n_points: 5");
  EXPECT_THAT(FinishChart(charts::ChartAnalysis(), plan, indicator_, Figures({1, 2})),
              Violates("fix_after_n_points"));
}

TEST_F(ChartPlanTest, SaysWhatRestsOnSampleData) {
  const ChartPlan plan = Planned(kInterventions, "plain: true");
  QueryIndicatorsResponse figures = Figures({1, 2});
  EXPECT_FALSE(
      FinishChart(charts::ChartAnalysis(), plan, indicator_, figures)->source().illustrative());
  figures.mutable_results(0)
      ->mutable_overall()
      ->mutable_points(1)
      ->mutable_figure()
      ->set_illustrative(true);
  EXPECT_TRUE(
      FinishChart(charts::ChartAnalysis(), plan, indicator_, figures)->source().illustrative());
}

}  // namespace
}  // namespace potential::gateway

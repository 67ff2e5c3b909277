// Charts of QI projects: which kind, what is read from the measure, and where cycles stand.

#include "services/evidence/qi_chart.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "potential/evidence/v1/qi_project.pb.h"
#include "services/evidence/evidence_testing.h"

namespace potential::evidence {
namespace {

using charts::v1::Chart;
using testing::IsOk;
using testing::Refuses;
using testing::StatusIs;
using testing::Violates;
using v1::QiProject;
using v1::QiProjectChart;

constexpr char kMeasures[] =
    "measures { id: 'wait' kind: OUTCOME title: 'Wait' operational_definition: 'D' unit: 'days' "
    "direction: DECREASE target: 20 } "
    "measures { id: 'seen' kind: PROCESS title: 'Seen' operational_definition: 'D' unit: '%' "
    "direction: INCREASE target: 80 } ";
constexpr char kCycles[] =
    "pdsa_cycles { number: 1 title: 'Phone first' start_date: '2026-01-10' "
    "end_date: '2026-03-15' plan: 'P' do: 'D' study: 'S' act: ADAPT } "
    "pdsa_cycles { number: 2 title: 'Slots' start_date: '2026-04-01' plan: 'P' } ";

class QiChartTest : public EvidenceTest {
 protected:
  QiChartTest() {
    EXPECT_THAT(
        calls_.Create<QiProject>("q1", absl::StrCat(kQiProject, kMeasures, kCycles,
                                                    "aim { statement: 'A' measure_id: 'wait' } ")),
        IsOk());
  }
  void Measure(const std::string& measure, const std::string& date, double value,
               const std::string& more = "") {
    ASSERT_THAT(
        calls_.Batch("BatchCreateMeasurements",
                     absl::StrCat("measurements { measurement_key: '", measure, date, more.size(),
                                  "' qi_project: 'organisations/swlstg/qiProjects/q1' "
                                  "measure_id: '",
                                  measure, "' date: '", date, "' value: ", value, " ", more, " }")),
        IsOk());
  }
  // A value on the first day of each of the months from January 2025 on.
  void MeasureMonths(const std::string& measure, int months, double denominator = 0) {
    for (int i = 0; i < months; ++i) {
      Measure(measure,
              measures::FormatDay(measures::AddMonths(*measures::ParseDay("2025-03-01"), i)),
              30 + i % 3, denominator > 0 ? absl::StrCat("denominator: ", denominator) : "");
    }
  }
  absl::StatusOr<QiProjectChart> ChartOf(const std::string& more = "") {
    return calls_.Do<QiProject, QiProjectChart>("GetQiProjectChart", "q1", more);
  }
};

TEST_F(QiChartTest, IsIllustrativeIfAMeasurementOrTheProjectIs) {
  Measure("wait", "2026-01-01", 30);
  Measure("seen", "2026-01-01", 30);
  EXPECT_FALSE(ChartOf("measure_id: 'wait'")->illustrative());
  Measure("wait", "2026-01-02", 31, "illustrative: true");
  EXPECT_TRUE(ChartOf("measure_id: 'wait'")->illustrative());
  EXPECT_FALSE(ChartOf("measure_id: 'seen'")->illustrative());
  ASSERT_THAT(calls_.Update<QiProject>("q1", "illustrative: true", {"illustrative"}), IsOk());
  EXPECT_TRUE(ChartOf("measure_id: 'seen'")->illustrative());
}

TEST_F(QiChartTest, ListsMeasurementsThatAreIllustrative) {
  Measure("wait", "2026-01-01", 30);
  Measure("wait", "2026-01-02", 31, "illustrative: true");
  const auto listed = [this](const char* filter) {
    return *calls_.ListNames("ListMeasurements", filter);
  };
  EXPECT_EQ(listed("illustrative = true"), std::vector<std::string>{"wait2026-01-0218"});
  EXPECT_EQ(listed("illustrative = false"), std::vector<std::string>{"wait2026-01-010"});
}

TEST_F(QiChartTest, IsARunChartOfTheAimBelowTwelveValues) {
  EXPECT_FALSE(ChartOf()->has_chart());
  MeasureMonths("wait", 11);
  const auto answer = ChartOf();
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->measure().id(), "wait");
  EXPECT_EQ(answer->chart().chart(), Chart::RUN);
  EXPECT_EQ(answer->chart().points_size(), 11);
  EXPECT_EQ(answer->chart().target(), 20);
  EXPECT_EQ(answer->chart().improvement_direction(), Chart::DECREASE);
}

TEST_F(QiChartTest, HasLimitsFromTwelveValuesOn) {
  MeasureMonths("wait", 12);
  const auto answer = ChartOf();
  EXPECT_EQ(answer->chart().chart(), Chart::XMR);
  EXPECT_EQ(answer->chart().profile(), Chart::PTD);
  EXPECT_TRUE(answer->chart().points(0).has_upper_limit());
  EXPECT_EQ(answer->chart().assurance_icon(), Chart::FAIL);
}

TEST_F(QiChartTest, IsAPChartInPercentWhereValuesArePartsOfDenominators) {
  MeasureMonths("seen", 12, 40);
  const auto answer = ChartOf("measure_id: 'seen'");
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->chart().chart(), Chart::P);
  EXPECT_EQ(answer->chart().points(0).value(), 75);
  EXPECT_EQ(answer->chart().target(), 80);
  Measure("seen", "2026-05-01", 41, "denominator: 40");  // no part
  EXPECT_EQ(ChartOf("measure_id: 'seen'")->chart().chart(), Chart::XMR);
  EXPECT_DOUBLE_EQ(ChartOf("measure_id: 'seen'")->chart().points(12).value(), 102.5);
}

TEST_F(QiChartTest, TakesWhatTheRequestSaysInstead) {
  MeasureMonths("wait", 15);
  const auto answer =
      ChartOf("chart: I improvement_direction: INCREASE target: 31 rebase_dates: '2026-01-01'");
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->chart().chart(), Chart::I);
  EXPECT_EQ(answer->chart().improvement_direction(), Chart::INCREASE);
  EXPECT_EQ(answer->chart().target(), 31);
  EXPECT_EQ(answer->chart().groups_size(), 2);
  const auto fixed = ChartOf("chart: XMR profile: MDC fix_after_n_points: 12 rule_length: 6");
  ASSERT_THAT(fixed, IsOk());
  EXPECT_EQ(fixed->chart().profile(), Chart::MDC);
  EXPECT_EQ(fixed->chart().rule_length(), 6);
  EXPECT_THAT(ChartOf("rule_length: 8"), Violates("rule_length"));
}

TEST_F(QiChartTest, PlacesCyclesOnThePoints) {
  for (const char* date : {"2026-01-01", "2026-02-01", "2026-03-01", "2026-03-20"}) {
    Measure("wait", date, 30, date == std::string("2026-02-01") ? "annotation: 'Snow'" : "");
  }
  const auto answer = ChartOf();
  ASSERT_THAT(answer, IsOk());
  ASSERT_EQ(answer->cycles_size(), 2);
  EXPECT_EQ(answer->cycles(0).start_point(), "2026-02-01");
  EXPECT_EQ(answer->cycles(0).end_point(), "2026-03-01");
  EXPECT_EQ(answer->cycles(0).act(), QiProject::PdsaCycle::ADAPT);
  EXPECT_EQ(answer->cycles(1).start_point(), "");  // after the last point
  EXPECT_EQ(answer->chart().points(0).annotation(), "");
  EXPECT_EQ(answer->chart().points(1).annotation(), "Snow; PDSA 1 starts: Phone first");
  EXPECT_EQ(answer->chart().points(2).annotation(), "PDSA 1 ends: adapt");
}

TEST_F(QiChartTest, LeavesOutCyclesBetweenTwoPoints) {
  Measure("wait", "2026-01-01", 30);
  Measure("wait", "2026-06-01", 30);
  const auto answer = ChartOf();
  EXPECT_EQ(answer->cycles(0).start_point(), "");
  EXPECT_EQ(answer->cycles(0).end_point(), "");
  EXPECT_EQ(answer->cycles(1).start_point(), "2026-06-01");
  EXPECT_EQ(answer->chart().points(1).annotation(), "PDSA 2 starts: Slots");
}

TEST_F(QiChartTest, ChartsTheProgressScores) {
  ASSERT_THAT(
      calls_.Update<QiProject>("q1", "team { kind: OT_STAFF role: 'lead' count: 2 }", {"team"}),
      IsOk());
  ASSERT_THAT(calls_.Do<QiProject>("StartQiProject", "q1", "date: '2026-01-05'"), IsOk());
  for (const auto& [date, score] : {std::pair{"2026-02-01", "1"}, {"2026-03-01", "2.5"}}) {
    ASSERT_THAT(calls_.Do<QiProject>("ScoreQiProject", "q1",
                                     absl::StrCat("date: '", date, "' score: ", score)),
                IsOk());
  }
  const auto answer = ChartOf("progress: true");
  ASSERT_THAT(answer, IsOk());
  EXPECT_FALSE(answer->has_measure());
  ASSERT_EQ(answer->chart().points_size(), 2);
  EXPECT_EQ(answer->chart().points(1).value(), 2.5);
  EXPECT_EQ(answer->chart().improvement_direction(), Chart::INCREASE);
  EXPECT_THAT(ChartOf("progress: true measure_id: 'wait'"), Violates("measure_id"));
}

TEST_F(QiChartTest, IsReleasedForTheAudiencePublished) {
  MeasureMonths("wait", 12);  // 30, 31, 32 and again
  Measure("wait", "2026-03-10", 33, "annotation: 'The ward sister was away'");
  const auto exact = ChartOf();
  const auto released = ChartOf("audience: PUBLISHED");
  ASSERT_THAT(released, IsOk());
  ASSERT_EQ(released->chart().points_size(), 13);
  for (int i = 0; i < 13; ++i) {
    const Chart::Point& point = released->chart().points(i);
    EXPECT_EQ(point.value(), exact->chart().points(i).value() < 32.5 ? 30 : 35) << i;
    EXPECT_EQ(point.upper_limit(), 5 * std::round(exact->chart().points(i).upper_limit() / 5));
    EXPECT_EQ(point.rule(), exact->chart().points(i).rule());
  }
  EXPECT_EQ(released->chart().variation_icon(), exact->chart().variation_icon());
  EXPECT_EQ(released->chart().target(), 20);
  EXPECT_EQ(exact->chart().points(12).annotation(), "The ward sister was away; PDSA 1 ends: adapt");
  EXPECT_EQ(released->chart().points(12).annotation(), "PDSA 1 ends: adapt");
  EXPECT_EQ(released->chart().warnings().rbegin()->kind(), Chart::Warning::RELEASED);
}

TEST_F(QiChartTest, HidesSharesOfFewPeopleByTheProfileOfTheOrganisation) {
  MeasureMonths("seen", 12, 40);
  Measure("seen", "2026-03-10", 37, "denominator: 40");  // all but 3
  const auto strict = ChartOf("measure_id: 'seen' audience: PUBLISHED");
  ASSERT_THAT(strict, IsOk());
  const Chart::Point& last = strict->chart().points(12);
  EXPECT_TRUE(last.withheld());
  EXPECT_FALSE(last.has_value());
  EXPECT_THAT(last.annotation(), ::testing::StartsWith("Not shown"));
  EXPECT_THAT(last.annotation(), ::testing::EndsWith("PDSA 1 ends: adapt"));
  for (const Chart::Point& point : strict->chart().points()) {
    EXPECT_FALSE(point.has_mean());
    EXPECT_FALSE(point.has_denominator());
  }
  EXPECT_EQ(strict->chart().points(1).value(), 78);  // 31 of 40
  ASSERT_THAT(fixture_.ReplaceStrategies({{"swlstg.textproto", testing::SmallStrategy("swlstg") +
                                                                   "\ndisclosure_profile: NHS\n"}}),
              IsOk());
  const auto nhs = ChartOf("measure_id: 'seen' audience: PUBLISHED");
  ASSERT_THAT(nhs, IsOk());
  EXPECT_EQ(nhs->chart().points(12).value(), 93);
  EXPECT_EQ(nhs->chart().points(0).mean(), std::round(nhs->chart().points(0).mean()));
  EXPECT_FALSE(nhs->chart().points(0).has_denominator());
}

TEST_F(QiChartTest, ShowsWhatCountsNoPeopleAsItIs) {
  MeasureMonths("wait", 12);
  Measure("wait", "2026-03-10", 30.5);
  const auto exact = ChartOf();
  const auto released = ChartOf("audience: PUBLISHED");
  ASSERT_THAT(released, IsOk());
  EXPECT_EQ(released->chart().points(0).upper_limit(), exact->chart().points(0).upper_limit());
  EXPECT_EQ(released->chart().points(12).value(), 30.5);
}

TEST_F(QiChartTest, TakesNothingFromTheAudiencePublishedByWhichValuesCouldBeFound) {
  MeasureMonths("wait", 13);
  for (const auto& [field, choice] : {std::pair{"target", "target: 31.2"},
                                      {"rebase_dates", "rebase_dates: '2026-01-01'"},
                                      {"fix_after_n_points", "fix_after_n_points: 12"},
                                      {"screen_outliers", "screen_outliers: false"},
                                      {"rule_length", "rule_length: 6"},
                                      {"chart", "chart: MR"}}) {
    EXPECT_THAT(ChartOf(choice), IsOk());
    EXPECT_THAT(ChartOf(absl::StrCat(choice, " audience: PUBLISHED")), Violates(field));
  }
  EXPECT_THAT(ChartOf("chart: I profile: PTD audience: PUBLISHED"), IsOk());
}

TEST_F(QiChartTest, AnswersTheAudiencePublishedAndNothingMore) {
  MeasureMonths("wait", 12);
  rpc::Identity outside = rpc::LocalAdministrator();
  outside.audience = rpc::Audience::kPublished;
  fixture_.set_identity(outside);
  ASSERT_THAT(ChartOf(), IsOk());
  EXPECT_EQ(ChartOf()->chart().points(2).value(), 30);
  EXPECT_THAT(ChartOf("target: 3"), Violates("target"));
  EXPECT_THAT(ChartOf("audience: INTERNAL"), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(calls_.Get<QiProject>("q1"), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(QiChartTest, ProgressScoresAreTheSameForAll) {
  ASSERT_THAT(
      calls_.Update<QiProject>("q1", "team { kind: OT_STAFF role: 'lead' count: 2 }", {"team"}),
      IsOk());
  ASSERT_THAT(calls_.Do<QiProject>("StartQiProject", "q1", "date: '2026-01-05'"), IsOk());
  ASSERT_THAT(calls_.Do<QiProject>("ScoreQiProject", "q1", "date: '2026-02-01' score: 1"), IsOk());
  const auto exact = ChartOf("progress: true target: 4");
  const auto released = ChartOf("progress: true target: 4 audience: PUBLISHED");
  ASSERT_THAT(released, IsOk());
  EXPECT_EQ(released->SerializeAsString(), exact->SerializeAsString());
}

TEST_F(QiChartTest, RefusesWhatItCannotChart) {
  EXPECT_THAT(ChartOf("measure_id: 'other'"), Violates("measure_id"));
  Measure("wait", "2026-01-01", 30);
  Measure("wait", "2026-01-01", 31, "annotation: 'again'");
  EXPECT_THAT(ChartOf(), Refuses("DAY_REPEATED"));
  ASSERT_THAT(calls_.Create<QiProject>("q2", kQiProject), IsOk());
  EXPECT_THAT((calls_.Do<QiProject, QiProjectChart>("GetQiProjectChart", "q2")),
              Refuses("MEASURE_MISSING"));
  EXPECT_THAT((calls_.Do<QiProject, QiProjectChart>("GetQiProjectChart", "q3")),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace potential::evidence

#include "gateway/dashboard/judgement.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace potential::gateway {
namespace {

using indicators::v1::Indicator;
using indicators::v1::IndicatorResult;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using View = dashboard::v1::Outcome;

measures::Day D(const char* text) { return *measures::ParseDay(text); }

// Judges one outcome of a strategy whose plan is the year 2026, with the baseline in 2024.
class JudgementTest : public ::testing::Test {
 protected:
  JudgementTest() {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
      organisation: "swlstg"
      service_lines { id: "a" title: "Line A" }
      service_lines { id: "b" title: "Line B" }
      service_lines { id: "c" title: "Line C" illustrative: true }
    )",
                                                              &strategy_));
    days_ = {.as_of = D("2026-07-02"),
             .plan = {D("2026-01-01"), D("2026-12-31")},
             .baseline = {D("2024-01-01"), D("2024-12-31")}};
  }

  void Rule(const std::string& text) {
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &outcome_)) << text;
  }

  // Adds the figures of the rule's next part.
  IndicatorResult& Figures(Indicator::Kind kind, Indicator::Form form, const std::string& unit,
                           double numerator, double denominator = 0) {
    Indicator& indicator = *indicators_.emplace_back(std::make_unique<Indicator>());
    indicator.set_kind(kind);
    indicator.set_form(form);
    indicator.set_unit(unit);
    indicator.set_title("records");
    IndicatorResult& result = *results_.emplace_back(std::make_unique<IndicatorResult>());
    Set(form, numerator, denominator, *result.mutable_overall()->mutable_total());
    figures_.push_back({&result, &indicator});
    return result;
  }

  static void Set(Indicator::Form form, double numerator, double denominator,
                  indicators::v1::Figure& figure) {
    figure.set_numerator(numerator);
    if (form == Indicator::COUNT) {
      figure.set_value(numerator);
    } else {
      figure.set_denominator(denominator);
      if (denominator > 0) figure.set_value(100 * numerator / denominator);
    }
  }

  static void Member(IndicatorResult& result, const std::string& member, double value) {
    indicators::v1::Series& series = *result.add_members();
    series.set_member(member);
    series.mutable_total()->set_value(value);
    series.mutable_total()->set_numerator(value);
  }

  static void ShareOf(IndicatorResult& result, const std::string& member, double numerator,
                      double denominator) {
    indicators::v1::Series& series = *result.add_members();
    series.set_member(member);
    Set(Indicator::SHARE, numerator, denominator, *series.mutable_total());
  }

  static void Month(indicators::v1::Series& series, const std::string& month, double value,
                    bool closed = true, bool partial = false) {
    const measures::Month parsed = *measures::ParseMonth(month);
    indicators::v1::Point& point = *series.add_points();
    point.set_start_date(measures::FormatDay(measures::FirstOfMonth(parsed)));
    point.set_end_date(measures::FormatDay(measures::LastOfMonth(parsed)));
    point.set_closed(closed);
    point.set_partial(partial);
    point.mutable_figure()->set_value(value);
  }

  // Twelve months from `first`, each with this ratio; 0 of a denominator that is 0.
  static void RatioYear(indicators::v1::Series& series, const std::string& first, double numerator,
                        double denominator) {
    Year(series, first, 0);
    for (int i = series.points_size() - 12; i < series.points_size(); ++i) {
      indicators::v1::Figure& figure = *series.mutable_points(i)->mutable_figure();
      figure.clear_value();
      Set(Indicator::MEAN, numerator, denominator, figure);
    }
  }

  // Twelve months from `first`, each with `value`.
  static void Year(indicators::v1::Series& series, const std::string& first, double value) {
    for (int i = 0; i < 12; ++i) {
      Month(series, measures::FormatMonth(measures::AddMonths(*measures::ParseMonth(first), i)),
            value);
    }
  }

  View Judged() {
    View view;
    Judge({strategy_, outcome_, days_, figures_, compared_}, view);
    return view;
  }

  // The records that the reason counts, by name: their windows, and the dimension whose members have
  // them.
  std::vector<std::string> Records() {
    std::vector<std::string> all;
    for (const JudgedRecords& judged :
         RecordsJudged({strategy_, outcome_, days_, figures_, compared_})) {
      std::string text = judged.name + "|";
      for (const measures::Window& window : judged.windows) {
        text += " " + measures::FormatDay(window.first) + "/" + measures::FormatDay(window.last);
      }
      all.push_back(text + judged.dimension);
    }
    return all;
  }

  strategy::v1::Strategy strategy_;
  strategy::v1::Outcome outcome_;
  DashboardDays days_;
  std::vector<std::unique_ptr<Indicator>> indicators_;
  std::vector<std::unique_ptr<IndicatorResult>> results_;
  std::vector<RuleFigures> figures_;
  std::vector<RuleFigures> compared_;
};

// On 2 July 183 of 365 days have passed, so 20 of 40 would be 20.05 expected.
class CountTest : public JudgementTest,
                  public ::testing::WithParamInterface<std::pair<double, View::Status>> {};

TEST_P(CountTest, StatusFollowsProgressOverExpectedProgress) {
  Rule(R"(count { indicator { indicator: "evidence.x" } target: 40 })");
  Figures(Indicator::FLOW, Indicator::COUNT, "outputs", GetParam().first);
  EXPECT_EQ(Judged().status(), GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(
    Boundaries, CountTest,
    ::testing::Values(std::pair(0.0, View::NOT_STARTED), std::pair(12.0, View::OFF_TRACK),
                      std::pair(13.0, View::AT_RISK), std::pair(18.0, View::AT_RISK),
                      std::pair(19.0, View::ON_TRACK), std::pair(39.0, View::ON_TRACK),
                      std::pair(40.0, View::ACHIEVED), std::pair(41.0, View::ACHIEVED)));

TEST_F(JudgementTest, CountGivesItsNumbersInTheReason) {
  Rule(R"(count { indicator { indicator: "evidence.x" } target: 3 })");
  Figures(Indicator::FLOW, Indicator::COUNT, "outputs", 2);
  const View view = Judged();
  EXPECT_EQ(
      view.reason(),
      "2 of 3 outputs; 1.5 would be expected, as 50 % of the plan has passed on 2 July 2026.");
  EXPECT_EQ(view.value(), 2);
  EXPECT_EQ(view.target(), 3);
  EXPECT_EQ(view.value_text(), "2 outputs");
}

TEST_F(JudgementTest, RecordsOfACountAreThoseOfThePlanSoFar) {
  Rule(R"(count { indicator { indicator: "evidence.x" } target: 3 })");
  Figures(Indicator::FLOW, Indicator::COUNT, "outputs", 2);
  EXPECT_THAT(Records(), ElementsAre("| 2026-01-01/2026-07-02"));
  days_.as_of = D("2027-03-01");
  EXPECT_THAT(Records(), ElementsAre("| 2026-01-01/2026-12-31"));
}

TEST_F(JudgementTest, RecordsOfACoverageAreThoseOfItsMembers) {
  Rule(R"(coverage { dimension: "borough" requirements { indicator { indicator: "p.x" } } })");
  Figures(Indicator::STOCK, Indicator::COUNT, "protocols", 4);
  EXPECT_THAT(Records(), ElementsAre("| 2026-01-01/2026-07-02borough"));
}

TEST_F(JudgementTest, RecordsOfACadenceAreThoseOfItsClosedPeriodsAndTheRest) {
  Rule(R"(cadence { indicator { indicator: "w.x" } period: MONTH })");
  days_.plan.first = D("2026-01-10");
  indicators::v1::Series& series =
      *Figures(Indicator::FLOW, Indicator::COUNT, "bulletins", 6).mutable_overall();
  for (const char* month : {"2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"}) {
    Month(series, month, 1);
  }
  Month(series, "2026-07", 1, /*closed=*/false);
  EXPECT_THAT(
      Records(),
      ElementsAre("closed months, 1 February 2026 to 30 June 2026| 2026-02-01/2026-06-30",
                  "not yet in a closed one of the months| 2026-01-10/2026-01-31 "
                  "2026-07-01/2026-07-02"));
  series.mutable_points()->DeleteSubrange(0, 6);
  EXPECT_THAT(Records(), ElementsAre("| 2026-01-10/2026-07-02"));
}

TEST_F(JudgementTest, RecordsOfAPercentChangeAreThoseOfTheMonthsCompared) {
  Rule(R"(percent_change { indicator { indicator: "o.x" } target_percent: 20 })");
  indicators::v1::Series& series =
      *Figures(Indicator::FLOW, Indicator::COUNT, "interventions", 0).mutable_overall();
  Year(series, "2024-01", 100);
  Year(series, "2025-05", 112);
  Month(series, "2026-05", 3, /*closed=*/true, /*partial=*/true);
  Month(series, "2026-06", 112);
  Month(series, "2026-07", 3, /*closed=*/false);
  EXPECT_THAT(Records(),
              ElementsAre("latest months, June 2025 to June 2026| 2025-06-01/2026-04-30 "
                          "2026-06-01/2026-06-30",
                          "baseline months, January 2024 to December 2024| 2024-01-01/2024-12-31"));
  figures_.front().result = nullptr;
  EXPECT_THAT(Records(), ElementsAre("| 2026-01-01/2026-07-02"));
}

TEST_F(JudgementTest, OwnThresholdsOfTheOutcomeCount) {
  Rule(R"(count { indicator { indicator: "evidence.x" } target: 40 }
          thresholds { on_track: 0.5 at_risk: 0.1 })");
  Figures(Indicator::FLOW, Indicator::COUNT, "outputs", 12);
  EXPECT_EQ(Judged().status(), View::ON_TRACK);
}

TEST_F(JudgementTest, MissingAnswerIsNoData) {
  Rule(R"(count { indicator { indicator: "evidence.x" } target: 3 })");
  figures_.push_back({nullptr, nullptr});
  const View view = Judged();
  EXPECT_EQ(view.status(), View::NO_DATA);
  EXPECT_THAT(view.reason(), HasSubstr("did not answer"));
  EXPECT_FALSE(view.has_value());
}

TEST_F(JudgementTest, CoverageNeedsEveryRequirementOfEveryMember) {
  Rule(R"(coverage { dimension: "service_line"
                     requirements { indicator { indicator: "w.x" label: "shadowing" } }
                     requirements { indicator { indicator: "w.x" label: "job experience" } } })");
  IndicatorResult& shadowing = Figures(Indicator::STOCK, Indicator::COUNT, "opportunities", 3);
  IndicatorResult& experience = Figures(Indicator::STOCK, Indicator::COUNT, "opportunities", 2);
  for (const char* line : {"a", "b", "c"}) Member(shadowing, line, 1);
  for (const char* line : {"a", "b"}) Member(experience, line, 1);
  View view = Judged();
  EXPECT_EQ(view.status(), View::ON_TRACK);
  EXPECT_EQ(view.value(), 2);
  EXPECT_EQ(view.target(), 3);
  EXPECT_THAT(view.reason(), HasSubstr("missing: Line C"));
  ASSERT_EQ(view.matrix_size(), 3);
  EXPECT_TRUE(view.matrix(0).met());
  EXPECT_FALSE(view.matrix(2).met());
  EXPECT_EQ(view.matrix(2).reason(), "lacks job experience");
  EXPECT_TRUE(view.matrix(2).illustrative());
  Member(experience, "c", 1);
  EXPECT_EQ(Judged().status(), View::ACHIEVED);
}

TEST_F(JudgementTest, CoverageWithoutMembersIsNoData) {
  Rule(R"(coverage { dimension: "borough" requirements { indicator { indicator: "p.x" } } })");
  Figures(Indicator::STOCK, Indicator::COUNT, "protocols", 4);
  EXPECT_EQ(Judged().status(), View::NO_DATA);
}

TEST_F(JudgementTest, CoverageWithNothingIsNotStarted) {
  Rule(R"(coverage { dimension: "service_line" requirements { indicator { indicator: "p.x" } } })");
  Figures(Indicator::STOCK, Indicator::COUNT, "projects", 0);
  EXPECT_EQ(Judged().status(), View::NOT_STARTED);
}

TEST_F(JudgementTest, CadenceJudgesClosedMonthsOfThePlanOnly) {
  Rule(R"(cadence { indicator { indicator: "w.x" } period: MONTH })");
  IndicatorResult& result = Figures(Indicator::FLOW, Indicator::COUNT, "bulletins", 6);
  indicators::v1::Series& series = *result.mutable_overall();
  Month(series, "2025-12", 0);
  for (const char* month : {"2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"}) {
    Month(series, month, 1);
  }
  Month(series, "2026-07", 0, /*closed=*/false);
  const View view = Judged();
  EXPECT_EQ(view.status(), View::ON_TRACK);
  EXPECT_EQ(view.value(), 6);
  EXPECT_EQ(view.target(), 6);
}

TEST_F(JudgementTest, CadenceIsAchievedOnlyWhenThePlanIsOver) {
  Rule(R"(cadence { indicator { indicator: "w.x" } period: MONTH })");
  IndicatorResult& result = Figures(Indicator::FLOW, Indicator::COUNT, "bulletins", 12);
  Year(*result.mutable_overall(), "2026-01", 1);
  days_.as_of = D("2026-12-31");
  EXPECT_EQ(Judged().status(), View::ON_TRACK);
  days_.as_of = D("2027-01-01");
  EXPECT_EQ(Judged().status(), View::ACHIEVED);
}

TEST_F(JudgementTest, CadenceWithoutTheLastClosedMonthIsAtRiskAtBest) {
  Rule(R"(cadence { indicator { indicator: "w.x" } period: MONTH })");
  IndicatorResult& result = Figures(Indicator::FLOW, Indicator::COUNT, "bulletins", 11);
  Year(*result.mutable_overall(), "2026-01", 1);
  result.mutable_overall()->mutable_points(11)->mutable_figure()->set_value(0);
  days_.as_of = D("2027-01-01");
  const View view = Judged();
  EXPECT_EQ(view.status(), View::AT_RISK);
  EXPECT_THAT(view.reason(), HasSubstr("missing: December 2026"));
}

TEST_F(JudgementTest, ChecklistCountsThingsOfWholeItems) {
  Rule(R"(checklist {
            items { label: "items done" indicator { indicator: "w.x" } whole: true }
            items { label: "a post" indicator { indicator: "o.x" } at_least: 1 } })");
  Figures(Indicator::STOCK, Indicator::SHARE, "%", 3, 4);
  Figures(Indicator::STOCK, Indicator::COUNT, "posts", 0);
  View view = Judged();
  EXPECT_EQ(view.value(), 3);
  EXPECT_EQ(view.target(), 5);
  EXPECT_EQ(view.status(), View::ON_TRACK);
  EXPECT_THAT(view.reason(), HasSubstr("still open: items done (3 of 4) and a post"));
  figures_.clear();
  Figures(Indicator::STOCK, Indicator::SHARE, "%", 4, 4);
  Figures(Indicator::STOCK, Indicator::COUNT, "posts", 1);
  EXPECT_EQ(Judged().status(), View::ACHIEVED);
}

TEST_F(JudgementTest, ChecklistWithNothingToDivideByIsNoData) {
  Rule(R"(checklist { items { label: "posts" indicator { indicator: "o.x" } whole: true } })");
  Figures(Indicator::STOCK, Indicator::SHARE, "%", 0, 0);
  EXPECT_EQ(Judged().status(), View::NO_DATA);
}

TEST_F(JudgementTest, MatrixOfAChecklistJudgesAllItemsOfEachMember) {
  Rule(R"(checklist {
            items { label: "identified" indicator { indicator: "o.x" } whole: true }
            items { label: "reviewed" indicator { indicator: "o.y" } whole: true } }
          matrix_by: "service_line")");
  IndicatorResult& identified = Figures(Indicator::STOCK, Indicator::SHARE, "%", 2, 3);
  IndicatorResult& reviewed = Figures(Indicator::STOCK, Indicator::SHARE, "%", 1, 3);
  ShareOf(identified, "a", 0, 1);
  ShareOf(reviewed, "a", 0, 1);
  ShareOf(identified, "b", 2, 2);
  ShareOf(reviewed, "b", 1, 2);
  View view = Judged();
  ASSERT_EQ(view.matrix_size(), 3);
  EXPECT_FALSE(view.matrix(0).met());
  EXPECT_EQ(view.matrix(0).value(), 0);
  EXPECT_EQ(view.matrix(0).reason(), "0 of 2 items; still open: identified and reviewed");
  EXPECT_FALSE(view.matrix(1).met());
  EXPECT_EQ(view.matrix(1).value(), 3);
  EXPECT_EQ(view.matrix(1).reason(), "3 of 4 items; still open: reviewed (1 of 2)");
  EXPECT_FALSE(view.matrix(2).has_value());
  EXPECT_EQ(view.matrix(2).reason(), "none recorded");
  double done = 0;
  for (const auto& cell : view.matrix()) done += cell.value();
  EXPECT_EQ(done, view.value());
  ShareOf(*results_.back(), "c", 1, 1);
  ShareOf(*results_.front(), "c", 1, 1);
  view = Judged();
  EXPECT_TRUE(view.matrix(2).met());
  EXPECT_EQ(view.matrix(2).reason(), "2 of 2 items");
}

TEST_F(JudgementTest, MatrixOfAChecklistAsksEachMemberForItsCounts) {
  Rule(R"(checklist { items { label: "a post" indicator { indicator: "o.x" } at_least: 1 } }
          matrix_by: "service_line")");
  IndicatorResult& posts = Figures(Indicator::STOCK, Indicator::COUNT, "posts", 1);
  Member(posts, "a", 1);
  Member(posts, "b", 0);
  const View view = Judged();
  EXPECT_TRUE(view.matrix(0).met());
  EXPECT_FALSE(view.matrix(1).met());
  EXPECT_EQ(view.matrix(1).reason(), "none recorded");
}

TEST_F(JudgementTest, MemberWithRecordsOfWhichNoneIsSoHasRecords) {
  Rule(R"(level { indicator { indicator: "w.x" } target: 75 } matrix_by: "service_line")");
  IndicatorResult& share = Figures(Indicator::STOCK, Indicator::SHARE, "%", 0, 4);
  ShareOf(share, "a", 0, 4);
  const View view = Judged();
  EXPECT_TRUE(view.matrix(0).met());
  EXPECT_FALSE(view.matrix(1).met());
}

TEST_F(JudgementTest, PercentChangeComparesTwelveClosedMonthsWithTheBaseline) {
  Rule(R"(percent_change { indicator { indicator: "o.x" } target_percent: 20 })");
  IndicatorResult& result = Figures(Indicator::FLOW, Indicator::COUNT, "interventions", 0);
  indicators::v1::Series& series = *result.mutable_overall();
  Year(series, "2024-01", 100);
  Year(series, "2025-07", 112);
  Month(series, "2026-07", 3, /*closed=*/false);
  const View view = Judged();
  EXPECT_DOUBLE_EQ(view.value(), 12);
  EXPECT_EQ(view.status(), View::ON_TRACK);
  EXPECT_THAT(view.reason(), HasSubstr("1,344 interventions in July 2025 to June 2026"));
}

TEST_F(JudgementTest, PercentChangeShowsWhatItDivides) {
  Rule(R"(percent_change { indicator { indicator: "o.x" } target_percent: 20 })");
  IndicatorResult& result = Figures(Indicator::FLOW, Indicator::COUNT, "interventions", 0);
  Year(*result.mutable_overall(), "2024-01", 100);
  Year(*result.mutable_overall(), "2025-07", 112);
  const View view = Judged();
  EXPECT_EQ(view.numerator(), 112);
  EXPECT_EQ(view.denominator(), 100);
}

class ComparedTest : public JudgementTest {
 protected:
  ComparedTest() {
    Rule(R"(percent_change { indicator { indicator: "o.x" } target_percent: 20 }
            also_shown { indicator: "o.y" label: "per WTE" })");
    IndicatorResult& result = Figures(Indicator::FLOW, Indicator::COUNT, "interventions", 0);
    Year(*result.mutable_overall(), "2024-01", 100);
    Year(*result.mutable_overall(), "2025-07", 112);
    ratio_ = Figures(Indicator::FLOW, Indicator::MEAN, "a WTE", 0).mutable_overall();
    compared_.push_back(figures_.back());
    figures_.pop_back();
  }

  indicators::v1::Series* ratio_ = nullptr;
};

TEST_F(ComparedTest, TellsTheChangePerWteBesideTheOutcome) {
  RatioYear(*ratio_, "2024-01", 100, 10);
  RatioYear(*ratio_, "2025-07", 112, 8);
  const View view = Judged();
  EXPECT_DOUBLE_EQ(view.value(), 12);
  EXPECT_THAT(view.reason(), HasSubstr("Also compared: per WTE 40 %."));
}

TEST_F(ComparedTest, TellsNothingPerWteWhereSomeMonthsHaveNoPosts) {
  RatioYear(*ratio_, "2024-01", 0, 0);
  RatioYear(*ratio_, "2025-07", 112, 8);
  EXPECT_THAT(Judged().reason(), Not(HasSubstr("Also compared")));
  ratio_->clear_points();
  RatioYear(*ratio_, "2024-01", 100, 10);
  RatioYear(*ratio_, "2025-07", 112, 8);
  Set(Indicator::MEAN, 0, 0, *ratio_->mutable_points(3)->mutable_figure());
  EXPECT_THAT(Judged().reason(), Not(HasSubstr("Also compared")));
}

TEST_F(ComparedTest, TellsNothingOfPeopleInWords) {
  RatioYear(*ratio_, "2024-01", 100, 10);
  RatioYear(*ratio_, "2025-07", 112, 8);
  indicators_.back()->set_counts_people(true);
  EXPECT_THAT(Judged().reason(), Not(HasSubstr("Also compared")));
}

TEST_F(JudgementTest, PercentChangeSaysWhatTheChartShows) {
  auto& listed = *strategy_.add_pillars()->add_outcomes();
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(id: "o.change"
         percent_change { indicator { indicator: "o.x" } target_percent: 20 }
         chart { rebase_month_offsets: 0 })",
      &listed));
  outcome_ = listed;
  days_.anchor = *measures::ParseMonth("2025-07");
  IndicatorResult& result = Figures(Indicator::FLOW, Indicator::COUNT, "interventions", 0);
  indicators_.back()->set_id("o.x");
  indicators::v1::Series& series = *result.mutable_overall();
  Year(series, "2024-01", 100);
  for (int month = 0; month < 12; ++month) {
    const measures::Month next = measures::AddMonths(*measures::ParseMonth("2025-07"), month);
    Month(series, measures::FormatMonth(next), month == 11 ? 200 : 105 + month % 2);
  }
  const View view = Judged();
  EXPECT_EQ(view.chart_path(), "/v1/organisations/swlstg/indicators/o.x:chart?outcome=o.change");
  EXPECT_EQ(view.variation_icon(), charts::v1::Chart::IMPROVEMENT_HIGH);
  EXPECT_EQ(view.assurance_icon(), charts::v1::Chart::FAIL);
  EXPECT_THAT(view.reason(), HasSubstr("; the chart shows special cause improvement."));
}

TEST_F(JudgementTest, PartlyImportedMonthIsLeftOut) {
  Rule(R"(percent_change { indicator { indicator: "o.x" } target_percent: 20 })");
  IndicatorResult& result = Figures(Indicator::FLOW, Indicator::COUNT, "interventions", 0);
  indicators::v1::Series& series = *result.mutable_overall();
  Year(series, "2024-01", 100);
  Year(series, "2025-06", 120);
  Month(series, "2026-06", 2, /*closed=*/true, /*partial=*/true);
  const View view = Judged();
  EXPECT_EQ(view.status(), View::ACHIEVED);
  EXPECT_THAT(view.reason(), HasSubstr("1 month only partly imported left out"));
}

TEST_F(JudgementTest, EmptyBaselineIsNoData) {
  Rule(R"(percent_change { indicator { indicator: "o.x" } target_percent: 20 })");
  IndicatorResult& result = Figures(Indicator::FLOW, Indicator::COUNT, "interventions", 0);
  Year(*result.mutable_overall(), "2024-01", 0);
  Year(*result.mutable_overall(), "2025-07", 112);
  EXPECT_EQ(Judged().status(), View::NO_DATA);
}

TEST_F(JudgementTest, FallIsOffTrack) {
  Rule(R"(percent_change { indicator { indicator: "o.x" } target_percent: 20 })");
  IndicatorResult& result = Figures(Indicator::FLOW, Indicator::COUNT, "interventions", 0);
  Year(*result.mutable_overall(), "2024-01", 100);
  Year(*result.mutable_overall(), "2025-07", 90);
  EXPECT_EQ(Judged().status(), View::OFF_TRACK);
  EXPECT_NEAR(Judged().value(), -10, 1e-9);
}

TEST_F(JudgementTest, LevelIsComparedWithTheWholeTarget) {
  Rule(R"(level { indicator { indicator: "w.x" } target: 75 })");
  Figures(Indicator::FLOW, Indicator::SHARE, "%", 3, 4);
  EXPECT_EQ(Judged().status(), View::ACHIEVED);
  figures_.clear();
  Figures(Indicator::FLOW, Indicator::SHARE, "%", 2, 4);
  EXPECT_EQ(Judged().status(), View::AT_RISK);
  figures_.clear();
  Figures(Indicator::FLOW, Indicator::SHARE, "%", 0, 0);
  EXPECT_EQ(Judged().status(), View::NO_DATA);
}

TEST_F(JudgementTest, LowerIsBetterWhereTheRuleSaysSo) {
  Rule(R"(level { indicator { indicator: "w.x" } target: 2 lower_is_better: true })");
  Figures(Indicator::FLOW, Indicator::COUNT, "apprenticeships", 0);
  EXPECT_EQ(Judged().status(), View::ACHIEVED);
  figures_.clear();
  Figures(Indicator::FLOW, Indicator::COUNT, "apprenticeships", 4);
  EXPECT_EQ(Judged().status(), View::OFF_TRACK);
}

}  // namespace
}  // namespace potential::gateway

// Changes of scores within episodes: what is reliable, on which day it is known, and the report
// that sets it beside what was agreed.

#include "services/evidence/outcome_report.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "potential/evidence/v1/outcome_score.pb.h"
#include "potential/evidence/v1/outcome_service.pb.h"
#include "services/evidence/evidence_testing.h"

namespace potential::evidence {
namespace {

using testing::IsOk;
using testing::Violates;
using v1::OutcomeReport;
using v1::OutcomeStandard;
using Row = OutcomeReport::Row;

constexpr char kImproved[] = "evidence.reliable_improvement";
constexpr char kWorse[] = "evidence.reliable_deterioration";

using Pair = std::pair<double, double>;

class OutcomeReportTest : public EvidenceTest {
 protected:
  // A score of an episode; the phase by its first letter.
  void Score(const std::string& episode, char phase, const std::string& date, double score,
             const std::string& tool = "GBO", const std::string& more = "") {
    const char* phases = phase == 'B' ? "BASELINE" : phase == 'R' ? "REVIEW" : "DISCHARGE";
    ASSERT_THAT(calls_.Batch("BatchCreateOutcomeScores",
                             absl::StrCat("outcome_scores { score_key: '", episode, date, phases,
                                          "' episode_key: '", episode, "' tool: ", tool, " score: ",
                                          score, " phase: ", phases, " date: '", date, "' ",
                                          more.empty() ? "service_line: 'community'" : more, " }")),
                IsOk());
  }
  Pair Share(const std::string& id, const std::string& as_of = "", const std::string& more = "") {
    const auto asked =
        calls_.Ask(absl::StrCat("indicator: '", id,
                                "' start_date: '2026-01-01' end_date: '2026-12-31' ", more),
                   as_of);
    const auto& total = asked->overall().total();
    return {total.numerator(), total.denominator()};
  }
  absl::StatusOr<OutcomeReport> Report(const std::string& as_of = "", const std::string& start = "",
                                       const std::string& end = "") {
    v1::GetOutcomeReportRequest request;
    request.set_parent("organisations/swlstg");
    request.set_as_of(as_of);
    request.set_start_month(start);
    request.set_end_month(end);
    return fixture_.Call<OutcomeReport>("potential.evidence.v1.OutcomeService.GetOutcomeReport",
                                        request);
  }
  // The only row of the tool.
  Row RowOf(OutcomeStandard::Tool tool, const std::string& as_of = "") {
    Row found;
    const auto report = Report(as_of);
    EXPECT_THAT(report, IsOk());
    for (const Row& row : report->rows()) {
      if (row.tool() != tool) continue;
      EXPECT_TRUE(found.service_line().empty());
      found = row;
    }
    return found;
  }
  void Agree(const std::string& id, const std::string& text) {
    ASSERT_THAT(calls_.Create<OutcomeStandard>(
                    id,
                    "service_line: 'community' title: 'Goals' measure_points: BASELINE "
                    "measure_points: DISCHARGE " +
                        text),
                IsOk());
    ASSERT_THAT(calls_.Do<OutcomeStandard>("AgreeOutcomeStandard", id, "date: '2026-01-05'"),
                IsOk());
  }
};

TEST_F(OutcomeReportTest, JudgesTheChangeByThresholdAndDirection) {
  Score("a", 'B', "2026-03-01", 2);
  Score("a", 'D', "2026-04-01", 5);  // better by 3: just enough
  Score("b", 'B', "2026-03-01", 2);
  Score("b", 'D', "2026-04-01", 4.9);
  Score("c", 'B', "2026-03-01", 9);
  Score("c", 'D', "2026-04-01", 6);
  Score("d", 'B', "2026-03-01", 5);  // no pair
  Score("e", 'B', "2026-03-01", 20, "PHQ_9");
  Score("e", 'D', "2026-04-01", 14, "PHQ_9");  // lower is better
  Score("f", 'B', "2026-03-01", 30, "MOHOST");
  Score("f", 'D', "2026-04-01", 90, "MOHOST");  // has no threshold
  EXPECT_EQ(Share(kImproved), Pair(2, 4));
  EXPECT_EQ(Share(kWorse), Pair(1, 4));
  EXPECT_EQ(Share(kImproved, "", "where { key: 'tool' value: 'PHQ_9' }"), Pair(1, 1));
  EXPECT_EQ(Members(kImproved, "tool", kThisYear),
            (std::map<std::string, double>{{"GBO", 100.0 / 3}, {"PHQ_9", 100}}));
  const Row row = RowOf(OutcomeStandard::GBO);
  EXPECT_EQ(row.reliable_threshold(), 3);
  EXPECT_EQ(row.reliable_improvement().count(), 1);
  EXPECT_EQ(row.reliable_improvement().of(), 3);
  EXPECT_EQ(row.reliable_deterioration().count(), 1);
  EXPECT_EQ(row.no_reliable_change().count(), 1);
  EXPECT_FALSE(row.has_mean_change());
  EXPECT_EQ(RowOf(OutcomeStandard::PHQ_9).direction(), OutcomeStandard::LOWER_IS_BETTER);
}

TEST_F(OutcomeReportTest, ComparesTheFirstBaselineWithTheLastLaterScore) {
  Score("a", 'B', "2026-03-01", 2);
  Score("a", 'B', "2026-03-20", 6);  // not the first
  Score("a", 'R', "2026-04-01", 9);
  Score("a", 'D', "2026-05-01", 4);
  EXPECT_EQ(Share(kImproved), Pair(0, 1));
  Score("a", 'R', "2026-05-01", 9);  // before the discharge of the same day
  EXPECT_EQ(Share(kImproved), Pair(0, 1));
  Score("a", 'R', "2026-05-02", 5);
  EXPECT_EQ(Share(kImproved), Pair(1, 1));
}

TEST_F(OutcomeReportTest, OnAnEarlierDayKnowsWhatWasTrueThen) {
  Score("a", 'B', "2026-02-01", 2);
  Score("a", 'R', "2026-03-10", 8);
  Score("a", 'D', "2026-05-10", 3);
  EXPECT_EQ(Share(kImproved, "2026-02-28"), Pair(0, 0));
  EXPECT_EQ(Share(kImproved, "2026-03-31"), Pair(1, 1));
  EXPECT_EQ(Share(kImproved, "2026-04-30"), Pair(1, 1));
  EXPECT_EQ(Share(kImproved, "2026-05-31"), Pair(0, 1));
  EXPECT_EQ(RowOf(OutcomeStandard::GBO, "2026-04-30").reliable_improvement().count(), 1);
  EXPECT_EQ(RowOf(OutcomeStandard::GBO).no_reliable_change().count(), 1);
}

TEST_F(OutcomeReportTest, ACorrectionTakesBackWhatItAdded) {
  Score("a", 'B', "2026-02-01", 2);
  Score("a", 'D', "2026-05-10", 8);
  EXPECT_EQ(Share(kImproved), Pair(1, 1));
  ASSERT_THAT(calls_.Batch("BatchCreateOutcomeScores",
                           "outcome_scores { score_key: 'a2026-05-10DISCHARGE' episode_key: 'b' "
                           "tool: GBO score: 8 phase: DISCHARGE date: '2026-05-10' "
                           "service_line: 'community' }"),
              IsOk());
  EXPECT_EQ(Share(kImproved), Pair(0, 0));
  EXPECT_EQ(Share("evidence.episodes_paired"), Pair(0, 1));
}

TEST_F(OutcomeReportTest, SharesThePairedAsTheIndicatorDoes) {
  Score("a", 'B', "2026-02-01", 2);
  Score("a", 'D', "2026-05-10", 8);
  Score("b", 'B', "2026-02-01", 2);
  Score("c", 'R', "2026-02-01", 2);
  EXPECT_EQ(Share("evidence.episodes_paired"), Pair(1, 2));
  EXPECT_EQ(RowOf(OutcomeStandard::GBO).paired().count(), 1);
  EXPECT_EQ(RowOf(OutcomeStandard::GBO).paired().of(), 2);
}

TEST_F(OutcomeReportTest, GivesTheMeanChangeOfToolsWithoutAThreshold) {
  for (const auto& [episode, first, last] :
       {std::tuple{"a", 40, 42}, {"b", 40, 44}, {"c", 40, 46}, {"d", 40, 48}}) {
    Score(episode, 'B', "2026-03-01", first, "MOHOST");
    Score(episode, 'D', "2026-04-01", last, "MOHOST");
  }
  const Row row = RowOf(OutcomeStandard::MOHOST);
  EXPECT_FALSE(row.has_reliable_threshold());
  EXPECT_FALSE(row.has_reliable_improvement());
  EXPECT_NEAR(row.mean_change(), 5, 1e-12);
  EXPECT_NEAR(row.mean_change_lower(), 5 - 3.18244630528 * std::sqrt(5.0 / 3), 1e-9);
  EXPECT_NEAR(row.mean_change_upper(), 5 + 3.18244630528 * std::sqrt(5.0 / 3), 1e-9);
  EXPECT_EQ(row.verdict(), OutcomeReport::NO_STANDARD);
}

TEST_F(OutcomeReportTest, JudgesWhatWasAgreed) {
  Agree("s1", "tool: GBO target_paired_percent: 60 review_date: '2026-05-31' ");
  Row row = RowOf(OutcomeStandard::GBO);
  EXPECT_EQ(row.verdict(), OutcomeReport::NO_EPISODES);
  Score("a", 'B', "2026-03-01", 2);
  Score("a", 'D', "2026-04-01", 5);
  Score("b", 'B', "2026-03-01", 2);
  Score("c", 'R', "2026-03-01", 2);
  row = RowOf(OutcomeStandard::GBO);
  EXPECT_EQ(row.verdict(), OutcomeReport::NOT_MET);
  EXPECT_EQ(row.reason(),
            "1 of 2 episodes with a baseline score are paired (50 %); 60 % are agreed. The "
            "standard is out of date since 2026-05-31.");
  EXPECT_FALSE(row.in_date());
  EXPECT_EQ(row.episodes(), 3);
  EXPECT_EQ(row.with_baseline().count(), 2);
  EXPECT_NEAR(row.with_baseline().percent(), 200.0 / 3, 1e-9);
  EXPECT_GT(row.with_baseline().percent_upper(), row.with_baseline().percent());
  Score("b", 'D', "2026-04-01", 2);
  EXPECT_EQ(RowOf(OutcomeStandard::GBO).verdict(), OutcomeReport::MET);
  row = RowOf(OutcomeStandard::GBO, "2026-05-31");
  EXPECT_TRUE(row.in_date());
  EXPECT_EQ(row.standard(), "organisations/swlstg/outcomeStandards/s1");
  EXPECT_TRUE(RowOf(OutcomeStandard::GBO, "2026-01-04").standard().empty());
}

TEST_F(OutcomeReportTest, HoldsTheShareOfBaselinesToItsOwnTarget) {
  Agree("s1",
        "tool: GBO target_paired_percent: 50 target_baseline_percent: 80 "
        "review_date: '2027-03-31' ");
  Score("a", 'B', "2026-03-01", 2);
  Score("a", 'D', "2026-04-01", 5);
  Score("b", 'R', "2026-03-01", 2);
  const Row row = RowOf(OutcomeStandard::GBO);
  EXPECT_EQ(row.verdict(), OutcomeReport::NOT_MET);
  EXPECT_EQ(row.reason(),
            "1 of 1 episodes with a baseline score are paired (100 %); 50 % are agreed. 1 of 2 "
            "episodes have a baseline score (50 %); 80 % are agreed.");
}

TEST_F(OutcomeReportTest, LimitsFiguresToTheOtServiceOfTheStandard) {
  Agree("s1",
        "tool: GBO target_paired_percent: 50 review_date: '2027-03-31' "
        "ot_service: 'community-recovery' ");
  Score("a", 'B', "2026-03-01", 2, "GBO",
        "service_line: 'community' ot_service: 'community-recovery'");
  Score("b", 'B', "2026-03-01", 2);
  const Row row = RowOf(OutcomeStandard::GBO);
  EXPECT_EQ(row.ot_service(), "community-recovery");
  EXPECT_EQ(row.episodes(), 1);
}

TEST_F(OutcomeReportTest, NamesEveryLineOfTheStrategy) {
  const auto report = Report();
  ASSERT_THAT(report, IsOk());
  ASSERT_EQ(report->rows_size(), 2);
  EXPECT_EQ(report->rows(0).service_line(), "community");
  EXPECT_EQ(report->rows(1).service_line(), "acute-urgent-care");
  EXPECT_EQ(report->rows(0).verdict(), OutcomeReport::NO_STANDARD);
  EXPECT_EQ(report->rows(0).reason(), "Nothing is agreed and no scores are recorded.");
  EXPECT_EQ(report->start_month(), "2025-07");
  EXPECT_EQ(report->end_month(), "2026-06");
}

TEST_F(OutcomeReportTest, CountsEpisodesOfTheMonthsAskedFor) {
  Score("a", 'B', "2026-02-01", 2);
  Score("b", 'B', "2026-03-01", 2);
  EXPECT_EQ(Report("", "2026-03", "2026-03")->rows(0).episodes(), 1);
  EXPECT_THAT(Report("", "2026-04", "2026-03"), Violates("start_month"));
  EXPECT_THAT(Report("2026-06-16"), Violates("as_of"));
  EXPECT_THAT(Report("", "2026-3"), Violates("start_month"));
}

TEST_F(OutcomeReportTest, IsForTheAudienceInternal) {
  rpc::Identity outside = rpc::LocalAdministrator();
  outside.audience = rpc::Audience::kPublished;
  fixture_.set_identity(outside);
  EXPECT_THAT(Report(), testing::StatusIs(absl::StatusCode::kPermissionDenied));
}

// What the rollup holds after any order of writes is what the scores say.
TEST_F(OutcomeReportTest, KeepsFiguresThatAgreeWithAnIndependentCount) {
  struct Entry {
    std::string episode;
    char phase;
    int day;
    double score;
  };
  std::mt19937 random(20260615);
  std::map<std::string, Entry> kept;
  for (int write = 0; write < 120; ++write) {
    const std::string key = absl::StrCat("k", random() % 30);
    const Entry entry = {absl::StrCat("e", random() % 6), "BRD"[random() % 3],
                         static_cast<int>(random() % 150), static_cast<double>(random() % 11)};
    kept[key] = entry;
    const std::string date =
        measures::FormatDay(measures::AddDays(*measures::ParseDay("2026-01-01"), entry.day));
    const char* phases = entry.phase == 'B'   ? "BASELINE"
                         : entry.phase == 'R' ? "REVIEW"
                                              : "DISCHARGE";
    ASSERT_THAT(calls_.Batch("BatchCreateOutcomeScores",
                             absl::StrCat("outcome_scores { score_key: '", key, "' episode_key: '",
                                          entry.episode, "' tool: GBO score: ", entry.score,
                                          " phase: ", phases, " date: '", date,
                                          "' service_line: 'community' }")),
                IsOk());
    std::map<std::string, std::vector<std::tuple<int, std::string, char, double>>> episodes;
    for (const auto& [id, one] : kept) {
      episodes[one.episode].emplace_back(one.day, id, one.phase, one.score);
    }
    int improved = 0;
    int worse = 0;
    int pairs = 0;
    int baselines = 0;
    for (auto& [episode, scores] : episodes) {
      std::sort(scores.begin(), scores.end());
      const auto first = std::find_if(scores.begin(), scores.end(),
                                      [](const auto& s) { return std::get<2>(s) == 'B'; });
      if (first == scores.end()) continue;
      ++baselines;
      std::tuple<int, bool, std::string, double> last = {-1, false, "", 0};
      for (const auto& [day, id, phase, score] : scores) {
        if (phase != 'B' && day > std::get<0>(*first)) {
          last = std::max(last, std::tuple{day, phase == 'D', id, score});
        }
      }
      if (std::get<0>(last) < 0) continue;
      ++pairs;
      const double change = std::get<3>(last) - std::get<3>(*first);
      improved += change >= 3 ? 1 : 0;
      worse += change <= -3 ? 1 : 0;
    }
    ASSERT_EQ(Share(kImproved), Pair(improved, pairs)) << write;
    ASSERT_EQ(Share(kWorse), Pair(worse, pairs)) << write;
    ASSERT_EQ(Share("evidence.episodes_paired"), Pair(pairs, baselines)) << write;
  }
}

}  // namespace
}  // namespace potential::evidence

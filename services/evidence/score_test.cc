// Outcome scores and the episodes that they make: rules, corrections and indicators.

#include "absl/strings/str_cat.h"
#include "potential/evidence/v1/outcome_score.pb.h"
#include "services/evidence/episodes.h"
#include "services/evidence/evidence_testing.h"
#include "services/evidence/score_rules.h"

namespace potential::evidence {
namespace {

using testing::IsOk;
using testing::StatusIs;
using ::testing::UnorderedElementsAre;
using testing::Violates;
using v1::OutcomeScore;

constexpr char kBaselineShare[] = "evidence.episodes_with_baseline";
constexpr char kPairedShare[] = "evidence.episodes_paired";

// Text of a score of the community line, with fields that replace the usual ones.
struct Score {
  std::string key;
  std::string episode = "e1";
  std::string phase = "BASELINE";
  std::string date = "2026-03-10";
  std::string tool = "GBO";
  std::string line = "community";
  std::string score = "5";
  std::string more = "";

  std::string Text() const {
    return absl::StrCat("outcome_scores { score_key: '", key, "' episode_key: '", episode,
                        "' tool: ", tool, " score: ", score, " phase: ", phase, " date: '", date,
                        "' service_line: '", line, "' ", more, "} ");
  }
};

class ScoreTest : public EvidenceTest {
 protected:
  absl::Status Send(const std::vector<Score>& scores) {
    std::string text;
    for (const Score& score : scores) text += score.Text();
    return calls_.Batch("BatchCreateOutcomeScores", text);
  }
  // Numerator and denominator of a share over the scores of a month.
  std::pair<double, double> Share(const std::string& id, const std::string& month) {
    const auto figure = calls_.Flow(id, month + "-01", month + "-28");
    return {figure.numerator(), figure.denominator()};
  }
};

using Pair = std::pair<double, double>;

TEST_F(ScoreTest, RefusesKeysLikeAnNhsNumber) {
  EXPECT_THAT(Send({{.key = "943 476 5919"}}), Violates("outcome_scores[0].score_key"));
  EXPECT_THAT(Send({{.key = "k1"}, {.key = "k2", .episode = "nhs-9434765919"}}),
              Violates("outcome_scores[1].episode_key"));
  EXPECT_THAT(*calls_.ListNames("ListOutcomeScores", ""), ::testing::IsEmpty());
  EXPECT_THAT(Send({{.key = "a9434765919", .episode = "94347659190"}}), IsOk());
}

TEST_F(ScoreTest, RefusesDaysInTheFuture) {
  EXPECT_THAT(Send({{.key = "k1", .date = "2026-06-16"}}), Violates("outcome_scores[0].date"));
  EXPECT_THAT(Send({{.key = "k1", .date = "2026-06-15"}}), IsOk());
}

TEST_F(ScoreTest, NamesAnotherTool) {
  EXPECT_THAT(Send({{.key = "k1", .tool = "OTHER_TOOL"}}),
              Violates("outcome_scores[0].other_tool"));
  EXPECT_THAT(Send({{.key = "k1", .more = "other_tool: 'House scale' "}}),
              Violates("outcome_scores[0].other_tool"));
  EXPECT_THAT(Send({{.key = "k1", .tool = "OTHER_TOOL", .more = "other_tool: 'House scale' "}}),
              IsOk());
}

struct Range {
  const char* tool;
  const char* least;
  const char* below;
  const char* greatest;
  const char* above;
};

class ScoreRangeTest : public ScoreTest, public ::testing::WithParamInterface<Range> {};

TEST_P(ScoreRangeTest, TakesWhatTheToolCanGiveAndNothingElse) {
  const Range& range = GetParam();
  EXPECT_THAT(Send({{.key = "k1", .tool = range.tool, .score = range.least},
                    {.key = "k2", .tool = range.tool, .score = range.greatest}}),
              IsOk());
  EXPECT_THAT(Send({{.key = "k3", .tool = range.tool, .score = range.below}}),
              Violates("outcome_scores[0].score"));
  EXPECT_THAT(Send({{.key = "k3", .tool = range.tool, .score = range.above}}),
              Violates("outcome_scores[0].score"));
}

INSTANTIATE_TEST_SUITE_P(
    Tools, ScoreRangeTest,
    ::testing::Values(
        Range{"MOHOST", "24", "23", "96", "97"}, Range{"OCAIRS", "0", "-1", "10000", "10001"},
        Range{"AMPS_MOTOR", "-3.5", "-1001", "4", "10001"},
        Range{"AMPS_PROCESS", "-3.5", "-1001", "4", "10001"},
        Range{"COPM_PERFORMANCE", "1", "0.9", "10", "10.1"},
        Range{"COPM_SATISFACTION", "1", "0.9", "10", "10.1"},
        Range{"GAS_T_SCORE", "13", "12", "87", "88"}, Range{"GBO", "0", "-0.1", "10", "11"},
        Range{"REQOL_10", "0", "-1", "40", "41"}, Range{"REQOL_20", "0", "-1", "80", "81"},
        Range{"HONOS", "0", "-1", "48", "49"}, Range{"HONOS_65_PLUS", "0", "-1", "48", "49"},
        Range{"HONOS_ABI", "0", "-1", "48", "49"}, Range{"HONOS_LD", "0", "-1", "72", "73"},
        Range{"HONOS_SECURE", "0", "-1", "28", "29"}, Range{"HONOS_CA", "0", "-1", "52", "53"},
        Range{"DIALOG", "1", "0", "7", "8"}, Range{"QPR", "0", "-1", "60", "61"},
        Range{"SWEMWBS", "7", "6", "35", "36"}, Range{"WEMWBS", "14", "13", "70", "71"},
        Range{"PHQ_9", "0", "-1", "27", "28"}, Range{"GAD_7", "0", "-1", "21", "22"},
        Range{"CORE_10", "0", "-1", "40", "41"}, Range{"EQ_VAS", "0", "-1", "100", "101"}),
    [](const auto& range) { return std::string(range.param.tool); });

TEST_F(ScoreTest, CountsScoresByMonthLineToolAndPhase) {
  ASSERT_THAT(Send({{.key = "k1", .date = "2026-03-31"},
                    {.key = "k2", .phase = "REVIEW", .date = "2026-04-01"},
                    {.key = "k3",
                     .date = "2026-04-30",
                     .tool = "PHQ_9",
                     .line = "acute-urgent-care",
                     .more = "illustrative: true "}}),
              IsOk());
  constexpr char kId[] = "evidence.scores_recorded";
  EXPECT_EQ(calls_.Flow(kId, "2026-03-01", "2026-03-31").value(), 1);
  EXPECT_FALSE(calls_.Flow(kId, "2026-03-01", "2026-03-31").illustrative());
  EXPECT_EQ(calls_.Flow(kId, "2026-04-01", "2026-04-30").value(), 2);
  EXPECT_TRUE(calls_.Flow(kId, "2026-04-01", "2026-04-30").illustrative());
  EXPECT_EQ(Members(kId, "service_line", kThisYear),
            (std::map<std::string, double>{{"acute-urgent-care", 1}, {"community", 2}}));
  EXPECT_EQ(Members(kId, "tool", kThisYear),
            (std::map<std::string, double>{{"GBO", 2}, {"PHQ_9", 1}}));
  EXPECT_EQ(Members(kId, "phase", kThisYear),
            (std::map<std::string, double>{{"BASELINE", 2}, {"REVIEW", 1}}));
}

TEST_F(ScoreTest, FiguresOfScoresAndEpisodesCountPeople) {
  std::vector<std::string> of_people;
  for (const auto& indicator : calls_.Catalogue()) {
    if (indicator.counts_people()) of_people.push_back(indicator.id());
  }
  EXPECT_THAT(of_people,
              ::testing::ElementsAre("evidence.episodes_paired", "evidence.episodes_with_baseline",
                                     "evidence.reliable_deterioration",
                                     "evidence.reliable_improvement", "evidence.scores_recorded"));
}

TEST_F(ScoreTest, ACorrectedScoreMovesToItsMonth) {
  ASSERT_THAT(Send({{.key = "k1", .date = "2026-03-31"}}), IsOk());
  ASSERT_THAT(Send({{.key = "k1", .date = "2026-04-01"}}), IsOk());
  EXPECT_EQ(calls_.Flow("evidence.scores_recorded", "2026-03-01", "2026-03-31").value(), 0);
  EXPECT_EQ(calls_.Flow("evidence.scores_recorded", "2026-04-01", "2026-04-30").value(), 1);
}

TEST_F(ScoreTest, AnEpisodeCountsInTheMonthOfItsFirstScore) {
  ASSERT_THAT(Send({{.key = "k1", .date = "2026-03-10"},
                    {.key = "k2", .phase = "DISCHARGE", .date = "2026-05-10"},
                    {.key = "k3", .episode = "e2", .date = "2026-03-11"},
                    {.key = "k4", .episode = "e3", .phase = "REVIEW", .date = "2026-03-12"}}),
              IsOk());
  EXPECT_EQ(Share(kBaselineShare, "2026-03"), Pair(2, 3));
  EXPECT_EQ(Share(kPairedShare, "2026-03"), Pair(1, 2));
  EXPECT_EQ(Share(kPairedShare, "2026-05"), Pair(0, 0));
  EXPECT_FALSE(calls_.Flow(kPairedShare, "2026-05-01", "2026-05-31").has_value());
  EXPECT_NEAR(calls_.Flow(kBaselineShare, "2026-03-01", "2026-03-31").value(), 200.0 / 3, 1e-9);
}

TEST_F(ScoreTest, OnlyAScoreOnALaterDayThanTheBaselinePairs) {
  ASSERT_THAT(Send({{.key = "a1", .episode = "same-day"},
                    {.key = "a2", .episode = "same-day", .phase = "DISCHARGE"},
                    {.key = "b1", .episode = "before", .phase = "REVIEW", .date = "2026-03-09"},
                    {.key = "b2", .episode = "before"},
                    {.key = "c1", .episode = "twice"},
                    {.key = "c2", .episode = "twice", .date = "2026-03-20"},
                    {.key = "d1", .episode = "next-day"},
                    {.key = "d2", .episode = "next-day", .phase = "REVIEW", .date = "2026-03-11"}}),
              IsOk());
  EXPECT_EQ(Share(kPairedShare, "2026-03"), Pair(1, 4));
}

TEST_F(ScoreTest, ScoresOfDifferentToolsAreDifferentEpisodes) {
  ASSERT_THAT(Send({{.key = "k1"},
                    {.key = "k2", .phase = "REVIEW", .date = "2026-03-20", .tool = "PHQ_9"},
                    {.key = "k3", .tool = "OTHER_TOOL", .more = "other_tool: 'House' "},
                    {.key = "k4",
                     .phase = "REVIEW",
                     .date = "2026-03-20",
                     .tool = "OTHER_TOOL",
                     .more = "other_tool: 'Garden' "}}),
              IsOk());
  EXPECT_EQ(Share(kBaselineShare, "2026-03"), Pair(2, 4));
  EXPECT_EQ(Share(kPairedShare, "2026-03"), Pair(0, 2));
  EXPECT_EQ(Members(kBaselineShare, "tool", kThisYear),
            (std::map<std::string, double>{{"GBO", 100}, {"OTHER_TOOL", 50}, {"PHQ_9", 0}}));
}

TEST_F(ScoreTest, AnEpisodeBelongsToTheLineOfItsFirstScoreWhateverTheOrderOfSending) {
  ASSERT_THAT(Send({{.key = "k1", .phase = "DISCHARGE", .date = "2026-03-20"}}), IsOk());
  ASSERT_THAT(Send({{.key = "k2", .date = "2026-02-20", .line = "acute-urgent-care"}}), IsOk());
  EXPECT_EQ(Members(kPairedShare, "service_line", kThisYear),
            (std::map<std::string, double>{{"acute-urgent-care", 100}}));
  EXPECT_EQ(Share(kPairedShare, "2026-02"), Pair(1, 1));
}

TEST_F(ScoreTest, ACorrectedScoreLeavesTheEpisodeItBelongedTo) {
  ASSERT_THAT(Send({{.key = "k1"},
                    {.key = "k2", .phase = "REVIEW", .date = "2026-03-20"},
                    {.key = "k3", .episode = "e2", .phase = "REVIEW"}}),
              IsOk());
  EXPECT_EQ(Share(kPairedShare, "2026-03"), Pair(1, 1));
  ASSERT_THAT(Send({{.key = "k1", .episode = "e2", .date = "2026-03-01"}}), IsOk());
  EXPECT_EQ(Share(kPairedShare, "2026-03"), Pair(1, 1));
  EXPECT_EQ(Share(kBaselineShare, "2026-03"), Pair(1, 2));
  ASSERT_THAT(Send({{.key = "k2", .episode = "e2", .phase = "REVIEW"}}), IsOk());
  EXPECT_EQ(Share(kPairedShare, "2026-03"), Pair(1, 1));
}

TEST_F(ScoreTest, TwoScoresMayLeaveAnEpisodeInOneBatch) {
  ASSERT_THAT(Send({{.key = "k1"}, {.key = "k2", .phase = "REVIEW", .date = "2026-03-20"}}),
              IsOk());
  ASSERT_THAT(Send({{.key = "k1", .episode = "e2"},
                    {.key = "k2", .episode = "e3", .phase = "REVIEW", .date = "2026-03-20"}}),
              IsOk());
  EXPECT_EQ(Share(kBaselineShare, "2026-03"), Pair(1, 2));
  EXPECT_EQ(Share(kPairedShare, "2026-03"), Pair(0, 1));
}

TEST_F(ScoreTest, OneIllustrativeScoreMakesTheEpisodeIllustrative) {
  ASSERT_THAT(Send({{.key = "k1"}}), IsOk());
  EXPECT_FALSE(calls_.Flow(kBaselineShare, "2026-03-01", "2026-03-31").illustrative());
  ASSERT_THAT(
      Send({{.key = "k2", .phase = "REVIEW", .date = "2026-03-20", .more = "illustrative: true "}}),
      IsOk());
  EXPECT_TRUE(calls_.Flow(kBaselineShare, "2026-03-01", "2026-03-31").illustrative());
}

TEST_F(ScoreTest, OnAnEarlierDayLaterScoresAreNotKnown) {
  ASSERT_THAT(Send({{.key = "k1"}, {.key = "k2", .phase = "REVIEW", .date = "2026-05-20"}}),
              IsOk());
  const auto paired = [&](const std::string& as_of) {
    return calls_.Ask(absl::StrCat("indicator: '", kPairedShare, "' ", kThisYear), as_of)
        ->overall()
        .total();
  };
  EXPECT_EQ(paired("2026-04-30").value(), 0);
  EXPECT_EQ(paired("2026-05-31").value(), 100);
  EXPECT_EQ(paired("2026-02-28").denominator(), 0);
}

TEST_F(ScoreTest, ARefusedBatchLeavesNothingToSettle) {
  EXPECT_THAT(Send({{.key = "k1"}, {.key = "k2", .score = "11"}}),
              Violates("outcome_scores[1].score"));
  EXPECT_THAT(Send({{.key = "k1", .line = "nowhere"}}), Violates("outcome_scores[0].service_line"));
  const auto snapshot = fixture_.store().Read();
  ASSERT_THAT(snapshot, IsOk());
  EXPECT_THAT(*(*snapshot)->Select(UnsettledEpisodes(), "swlstg", {}), ::testing::IsEmpty());
  EXPECT_THAT(*(*snapshot)->Select(EpisodeMonths(), "swlstg", {}), ::testing::IsEmpty());
}

TEST_F(ScoreTest, KeepsOrganisationsApart) {
  testing::RecordCalls other(fixture_, "tower-hamlets");
  ASSERT_THAT(Send({{.key = "k1"}}), IsOk());
  ASSERT_THAT(other.Batch("BatchCreateOutcomeScores", Score{.key = "k1"}.Text()), IsOk());
  EXPECT_EQ(Share(kBaselineShare, "2026-03"), Pair(1, 1));
  EXPECT_EQ(other.Flow(kBaselineShare, "2026-03-01", "2026-03-31").denominator(), 1);
}

TEST_F(ScoreTest, ListsTheScoresBehindAFigure) {
  ASSERT_THAT(Send({{.key = "k1"}, {.key = "k2", .phase = "REVIEW", .date = "2026-03-20"}}),
              IsOk());
  EXPECT_THAT(*calls_.ListNames("ListOutcomeScores",
                                "(phase = REVIEW OR phase = DISCHARGE) AND date >= \"2026-03-01\""),
              UnorderedElementsAre("k2"));
}

TEST(OutcomeScoreExtraValuesTest, HoldsTheMonth) {
  OutcomeScore fact;
  fact.set_date("2026-02-03");
  EXPECT_EQ(OutcomeScoreExtraValues(fact), std::vector<storage::Value>{int64_t{202602}});
}

}  // namespace
}  // namespace potential::evidence

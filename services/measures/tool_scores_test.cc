#include "services/measures/tool_scores.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/measures/golden_cases.h"
#include "services/measures/paired_change.h"

namespace potential::measures {
namespace {

using golden::Json;
using golden::Same;

class ToolScoresTest : public ::testing::Test {
 protected:
  ToolScoresTest() : cases_(golden::Read(golden::Synthetic() / "scores_and_suppression.json")) {}

  // The cases of one measure, never none.
  const Json& Cases(const char* name) {
    EXPECT_FALSE(cases_[name].Empty());
    return cases_[name];
  }

  rapidjson::Document cases_;
};

std::vector<int> Ints(const Json& list) {
  std::vector<int> numbers;
  for (const Json& number : list.GetArray()) numbers.push_back(number.GetInt());
  return numbers;
}

// `field` of the first error, or nothing if there is none.
template <typename T>
std::string FirstError(const Result<T>& result) {
  return result.ok() ? "" : result.errors().front().field;
}

TEST_F(ToolScoresTest, GasAgreesWithTheGoldenCases) {
  for (const Json& test : Cases("gas_t_score").GetArray()) {
    std::vector<GasGoal> goals;
    for (rapidjson::SizeType i = 0; i < test["scores"].Size(); ++i) {
      GasGoal goal;
      goal.score = golden::Int(test["scores"][i]);
      if (test["weights"].IsArray()) goal.weight = test["weights"][i].GetDouble();
      goals.push_back(goal);
    }
    EXPECT_TRUE(Same(test["expected"], GasTScore(goals).value()));
  }
}

TEST_F(ToolScoresTest, GasRefusesScoresAndWeightsOutOfRangeAndNoScoreAtAll) {
  EXPECT_EQ(FirstError(GasTScore(std::vector<GasGoal>{{.score = 3}})), "goals[0].score");
  EXPECT_EQ(FirstError(GasTScore(std::vector<GasGoal>{{.score = 1, .weight = -1}})),
            "goals[0].weight");
  EXPECT_EQ(FirstError(GasTScore(std::vector<GasGoal>{{.score = std::nullopt}})), "goals");
  EXPECT_EQ(FirstError(GasTScore({})), "goals");
}

TEST_F(ToolScoresTest, CopmAgreesWithTheGoldenCases) {
  for (const Json& test : Cases("copm").GetArray()) {
    const auto means = [&](const char* performance, const char* satisfaction) {
      std::vector<CopmProblem> problems;
      for (rapidjson::SizeType i = 0; i < test[performance].Size(); ++i) {
        problems.push_back({test[performance][i].GetInt(), test[satisfaction][i].GetInt()});
      }
      return CopmMeans(problems).value();
    };
    const CopmScores first = means("performance_1", "satisfaction_1");
    const CopmScores last = means("performance_2", "satisfaction_2");
    const Json& expected = test["expected"];
    EXPECT_TRUE(Same(expected["performance_1"], first.performance));
    EXPECT_TRUE(Same(expected["satisfaction_1"], first.satisfaction));
    EXPECT_TRUE(Same(expected["performance_2"], last.performance));
    EXPECT_TRUE(Same(expected["satisfaction_2"], last.satisfaction));
    EXPECT_TRUE(Same(expected["performance_change"], last.performance - first.performance));
    EXPECT_TRUE(Same(expected["satisfaction_change"], last.satisfaction - first.satisfaction));
  }
}

TEST_F(ToolScoresTest, CopmRefusesRatingsOutOfRangeAndNoOrTooManyProblems) {
  EXPECT_EQ(FirstError(CopmMeans(std::vector<CopmProblem>{{5, 5}, {0, 5}})),
            "problems[1].performance");
  EXPECT_EQ(FirstError(CopmMeans(std::vector<CopmProblem>{{5, 11}})), "problems[0].satisfaction");
  EXPECT_EQ(FirstError(CopmMeans({})), "problems");
  EXPECT_EQ(FirstError(CopmMeans(std::vector<CopmProblem>(6))), "problems");
}

TEST_F(ToolScoresTest, MohostAgreesWithTheGoldenCases) {
  for (const Json& test : Cases("mohost_total").GetArray()) {
    const MohostScores scores = MohostTotal(test["ratings"].GetString()).value();
    EXPECT_EQ(scores.total, test["expected"].GetInt());
    int sections = 0;
    for (const int section : scores.sections) sections += section;
    EXPECT_EQ(sections, scores.total);
  }
}

TEST_F(ToolScoresTest, MohostAddsEachSectionOfFour) {
  const MohostScores scores = MohostTotal("FFFFAAAAIIIIRRRRFAIRRRRF").value();
  EXPECT_EQ(scores.sections, (std::array<int, 6>{16, 12, 8, 4, 10, 7}));
}

TEST_F(ToolScoresTest, MohostRefusesOtherLettersAndOtherLengths) {
  EXPECT_EQ(FirstError(MohostTotal("FFFFAAAAIIIIRRRRFAIRRRRX")), "ratings[23]");
  EXPECT_EQ(FirstError(MohostTotal("fAIRFAIRFAIRFAIRFAIRFAIR")), "ratings[0]");
  EXPECT_EQ(FirstError(MohostTotal("FAIR")), "ratings");
}

TEST_F(ToolScoresTest, HonosAgreesWithTheGoldenCases) {
  for (const Json& test : Cases("honos_total_excluding_9").GetArray()) {
    const HonosScores scores = HonosTotal(Ints(test["items"])).value();
    EXPECT_EQ(scores.total, test["expected_total"].GetInt());
    EXPECT_EQ(scores.not_known, test["expected_items_not_known"].GetInt());
  }
}

TEST_F(ToolScoresTest, HonosRefusesItemsOutOfRangeAndOtherLengths) {
  EXPECT_EQ(FirstError(HonosTotal(std::vector<int>{0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0})),
            "items[2]");
  EXPECT_EQ(FirstError(HonosTotal(std::vector<int>(11))), "items");
}

TEST_F(ToolScoresTest, ReqolAgreesWithTheGoldenCases) {
  for (const Json& test : Cases("reqol10_total").GetArray()) {
    EXPECT_EQ(ReqolTotal(Ints(test["item_scores_0_to_4"])).value(), test["expected"].GetInt());
  }
  EXPECT_EQ(ReqolTotal(std::vector<int>(20, 4)).value(), 80);
}

TEST_F(ToolScoresTest, ReqolRefusesItemsOutOfRangeAndOtherLengths) {
  EXPECT_EQ(FirstError(ReqolTotal(std::vector<int>{0, 0, 0, 0, 0, 0, 0, 0, 0, -1})), "items[9]");
  EXPECT_EQ(FirstError(ReqolTotal(std::vector<int>(11))), "items");
}

TEST_F(ToolScoresTest, PairsAgreeWithTheGoldenCases) {
  for (const Json& test : Cases("reliable_change").GetArray()) {
    const ReliableChangeRule rule = {
        .threshold = test["threshold"].GetDouble(),
        .higher_is_better = golden::Text(test["high_score_is"]) == "positive"};
    const std::string expected = test["expected"].GetString();
    const PairedChange change =
        JudgePair(test["first"].GetDouble(), test["last"].GetDouble(), rule).value();
    EXPECT_EQ(change == PairedChange::kImprovement, expected == "improvement");
    EXPECT_EQ(change == PairedChange::kDeterioration, expected == "deterioration");
    EXPECT_EQ(change == PairedChange::kNoChange, expected == "no_change");
  }
}

TEST_F(ToolScoresTest, PairsThatMissTheThresholdByRoundingAloneReachIt) {
  const ReliableChangeRule rule = {.threshold = 0.2, .higher_is_better = true};
  EXPECT_LT(0.3 - 0.1, 0.2);
  EXPECT_EQ(JudgePair(0.1, 0.3, rule).value(), PairedChange::kImprovement);
  EXPECT_EQ(JudgePair(0.3, 0.1, rule).value(), PairedChange::kDeterioration);
  EXPECT_EQ(JudgePair(0.1, 0.2999999, rule).value(), PairedChange::kNoChange);
}

TEST_F(ToolScoresTest, PairsNeedNumbersAndAThreshold) {
  EXPECT_EQ(FirstError(JudgePair(std::nan(""), 1, {.threshold = 1, .higher_is_better = true})),
            "first");
  EXPECT_EQ(FirstError(JudgePair(1, 2, {.threshold = 0, .higher_is_better = true})), "threshold");
}

TEST_F(ToolScoresTest, OnlyToolsWithAPublishedThresholdHaveOne) {
  EXPECT_EQ(PublishedReliableChange("PHQ_9")->threshold, 6);
  EXPECT_FALSE(PublishedReliableChange("PHQ_9")->higher_is_better);
  EXPECT_TRUE(PublishedReliableChange("GBO")->higher_is_better);
  for (const char* tool : {"MOHOST", "AMPS_MOTOR", "REQOL_10", ""}) {
    EXPECT_FALSE(PublishedReliableChange(tool).has_value()) << tool;
  }
}

}  // namespace
}  // namespace potential::measures

#include "services/workforce/survey_tally.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace potential::workforce {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Survey ExampleSurvey() {
  v1::Survey survey;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
      questions { id: 'good' type: LIKERT_5 score: true higher_is_better: true }
      questions { id: 'bad' type: LIKERT_5 score: true }
      questions { id: 'plain' type: LIKERT_5 higher_is_better: true }
      questions { id: 'yes' type: YES_NO }
      questions { id: 'words' type: FREE_TEXT })",
                                                            &survey));
  return survey;
}

TEST(SurveyTallyTest, CountsEveryPossibleAnswerInItsOrder) {
  const v1::Survey survey = ExampleSurvey();
  SurveyTally tally(survey);
  tally.AddResponse({{"plain", 5}, {"yes", 1}});
  tally.AddResponse({{"plain", 2}, {"yes", 0}});
  tally.AddResponse({{"plain", 2}, {"yes", 1}});
  tally.AddResponse({});
  tally.AddText("words");
  EXPECT_EQ(tally.responses(), 4);
  EXPECT_THAT(tally.Counts(survey.questions(2)), ElementsAre(0, 2, 0, 0, 1));
  EXPECT_THAT(tally.Counts(survey.questions(3)), ElementsAre(2, 1));
  EXPECT_THAT(tally.Counts(survey.questions(4)), IsEmpty());
  EXPECT_EQ(tally.AnswersTo(survey.questions(2)), 3);
  EXPECT_EQ(tally.AnswersTo(survey.questions(4)), 1);
  EXPECT_EQ(*tally.Mean(survey.questions(2)), 3);
  EXPECT_FALSE(tally.Mean(survey.questions(3)).has_value());
  EXPECT_FALSE(tally.Mean(survey.questions(0)).has_value());
}

TEST(SurveyTallyTest, IsTheMeanOfTheRespondentsOrientedMeans) {
  const v1::Survey survey = ExampleSurvey();
  SurveyTally tally(survey);
  tally.AddResponse({{"good", 5}, {"bad", 5}, {"plain", 1}});  // (5 + 1) / 2 = 3
  tally.AddResponse({{"good", 4}});                            // 4
  tally.AddResponse({{"bad", 1}});                             // 6 - 1 = 5
  tally.AddResponse({{"plain", 1}, {"yes", 1}});               // no score question
  EXPECT_DOUBLE_EQ(*tally.Score(0), 4);
  EXPECT_DOUBLE_EQ(*tally.Score(2), 4);
  EXPECT_FALSE(tally.Score(3).has_value());
}

TEST(SurveyTallyTest, ScoresOnlyQuestionsThatEnoughAnswered) {
  const v1::Survey survey = ExampleSurvey();
  SurveyTally tally(survey);
  for (int i = 0; i < 9; ++i) tally.AddResponse({{"good", 4}});
  tally.AddResponse({{"good", 4}, {"bad", 5}});
  tally.AddResponse({{"bad", 5}});
  EXPECT_DOUBLE_EQ(*tally.Score(10), 4);  // what two said of `bad` is not in it
  EXPECT_LT(*tally.Score(2), 4);
}

TEST(SurveyTallyTest, HasNoScoreWithoutAnswers) {
  const v1::Survey survey = ExampleSurvey();
  EXPECT_FALSE(SurveyTally(survey).Score(0).has_value());
}

TEST(SurveyTallyTest, LeavesOutWhatTheSurveyDoesNotAsk) {
  const v1::Survey survey = ExampleSurvey();
  SurveyTally tally(survey);
  tally.AddResponse({{"other", 3}, {"good", 9}});
  EXPECT_EQ(tally.responses(), 1);
  EXPECT_EQ(tally.AnswersTo(survey.questions(0)), 0);
}

}  // namespace
}  // namespace potential::workforce

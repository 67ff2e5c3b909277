// Questionnaires, results and moderation.

#include "services/workforce/survey_results.h"

#include <algorithm>

#include "services/measures/wilson.h"
#include "services/workforce/survey_fixture.h"

namespace potential::workforce {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::Refuses;
using testing::StatusIs;
using ::testing::UnorderedElementsAre;
using testing::Violates;
using v1::Survey;
using v1::SurveyResults;

// Ten respondents: all answer `support` and `stress`, nine answer `informed`, ten write.
std::vector<std::string> TenRespondents() {
  std::vector<std::string> respondents;
  for (int i = 0; i < 10; ++i) {
    respondents.push_back(absl::StrCat(Likert("support", i < 6 ? 5 : 3), Likert("stress", 2),
                                       i < 9 ? YesNo("informed", i < 4) : "",
                                       Text("words", absl::StrCat("Text ", i))));
  }
  return respondents;
}

class SurveyResultsTest : public ::testing::Test {
 protected:
  // A closed wave with these responses.
  void CloseWith(const std::vector<std::string>& respondents, const std::string& survey = "") {
    fixture_.OpenWave("first", survey);
    fixture_.Respond("first", respondents);
    ASSERT_THAT(fixture_.Close("first"), IsOk());
  }

  SurveyFixture fixture_;
};

using SurveyModerationTest = SurveyResultsTest;

TEST_F(SurveyResultsTest, ShowNothingBeforeTheWaveIsClosed) {
  fixture_.OpenWave("first");
  fixture_.Respond("first", TenRespondents());
  const auto results = fixture_.Results("first");
  ASSERT_THAT(results, IsOk());
  EXPECT_EQ(results->suppression(), SurveyResults::WAVE_NOT_CLOSED);
  EXPECT_FALSE(results->suppression_reason().empty());
  EXPECT_FALSE(results->has_responses());
  EXPECT_THAT(results->questions(), IsEmpty());
  EXPECT_EQ(results->invited(), 10);
  EXPECT_EQ(results->title(), "Careers");
  EXPECT_EQ(results->wave_number(), 1);
  EXPECT_FALSE(fixture_.Get<v1::SurveyWave>("first")->has_responses());
}

TEST_F(SurveyResultsTest, ShowNothingBelowTheThreshold) {
  std::vector<std::string> nine = TenRespondents();
  nine.pop_back();
  CloseWith(nine);
  const auto results = fixture_.Results("first");
  ASSERT_THAT(results, IsOk());
  EXPECT_EQ(results->suppression(), SurveyResults::BELOW_THRESHOLD);
  EXPECT_EQ(results->threshold(), 10);
  EXPECT_FALSE(results->has_responses());
  EXPECT_FALSE(results->has_response_rate_percent());
  EXPECT_FALSE(results->has_score());
  EXPECT_THAT(results->questions(), IsEmpty());
  const auto wave = fixture_.Get<v1::SurveyWave>("first");
  EXPECT_FALSE(wave->result_publishable());
  EXPECT_FALSE(wave->has_responses());
  EXPECT_FALSE(wave->has_score());
}

TEST_F(SurveyResultsTest, ObeyAHigherThresholdOfTheSurvey) {
  CloseWith(TenRespondents(), "threshold: 11");
  EXPECT_EQ(fixture_.Results("first")->suppression(), SurveyResults::BELOW_THRESHOLD);
  EXPECT_EQ(fixture_.Results("first")->threshold(), 11);
}

TEST_F(SurveyResultsTest, ShowCountsSharesAndIntervals) {
  CloseWith(TenRespondents());
  const auto results = fixture_.Results("first");
  ASSERT_THAT(results, IsOk());
  EXPECT_EQ(results->suppression(), SurveyResults::SUPPRESSION_UNSPECIFIED);
  EXPECT_EQ(results->responses(), 10);
  EXPECT_EQ(results->response_rate_percent(), 100);
  ASSERT_EQ(results->questions_size(), 4);
  const SurveyResults::QuestionResult& support = results->questions(0);
  EXPECT_EQ(support.n(), 10);
  EXPECT_DOUBLE_EQ(support.mean(), 4.2);
  ASSERT_EQ(support.distribution_size(), 5);
  const SurveyResults::Share& best = support.distribution(4);
  EXPECT_EQ(best.answer(), "5");
  EXPECT_EQ(best.count(), 6);
  EXPECT_DOUBLE_EQ(best.percent(), 60);
  EXPECT_NEAR(best.percent_lower(), 31.2674, 1e-4);
  EXPECT_NEAR(best.percent_upper(), 83.1820, 1e-4);
  EXPECT_EQ(support.distribution(0).count(), 0);
  EXPECT_EQ(support.distribution(0).percent_lower(), 0);
}

TEST_F(SurveyResultsTest, ScoreFiveAsBestOverRespondents) {
  // Six score (5 + 4) / 2, four score (3 + 4) / 2.
  CloseWith(TenRespondents());
  const auto wave = fixture_.Get<v1::SurveyWave>("first");
  EXPECT_TRUE(wave->result_publishable());
  EXPECT_EQ(wave->responses(), 10);
  EXPECT_DOUBLE_EQ(wave->score(), 4.1);
  EXPECT_DOUBLE_EQ(fixture_.Results("first")->score(), 4.1);
}

TEST_F(SurveyResultsTest, HaveNoScoreWhenTooFewAnsweredAScoreQuestion) {
  std::vector<std::string> respondents(9, Likert("support", 4));
  respondents.push_back(YesNo("informed", true));
  CloseWith(respondents);
  EXPECT_TRUE(fixture_.Get<v1::SurveyWave>("first")->result_publishable());
  EXPECT_FALSE(fixture_.Get<v1::SurveyWave>("first")->has_score());
  EXPECT_FALSE(fixture_.Results("first")->has_score());
}

TEST_F(SurveyResultsTest, ScoreWithoutTheQuestionsThatAreHidden) {
  std::vector<std::string> respondents(10, Likert("support", 4));
  respondents[0] += Likert("stress", 5);
  CloseWith(respondents);
  EXPECT_EQ(fixture_.Results("first")->questions(1).suppression(), SurveyResults::BELOW_THRESHOLD);
  EXPECT_DOUBLE_EQ(fixture_.Results("first")->score(), 4);
}

TEST_F(SurveyResultsTest, HideAQuestionThatTooFewAnswered) {
  CloseWith(TenRespondents());
  const SurveyResults::QuestionResult informed = fixture_.Results("first")->questions(2);
  EXPECT_EQ(informed.suppression(), SurveyResults::BELOW_THRESHOLD);
  EXPECT_EQ(informed.text(), "Are you informed?");
  EXPECT_FALSE(informed.has_n());
  EXPECT_THAT(informed.distribution(), IsEmpty());
}

TEST_F(SurveyResultsTest, ListYesBeforeNo) {
  std::vector<std::string> respondents(3, YesNo("informed", false));
  respondents.resize(10, YesNo("informed", true));
  CloseWith(respondents);
  const SurveyResults::QuestionResult informed = fixture_.Results("first")->questions(2);
  ASSERT_EQ(informed.distribution_size(), 2);
  EXPECT_EQ(informed.distribution(0).answer(), "yes");
  EXPECT_EQ(informed.distribution(0).count(), 7);
  EXPECT_EQ(informed.distribution(1).count(), 3);
  EXPECT_FALSE(informed.has_mean());
}

TEST_F(SurveyResultsTest, AreForTheOrganisationItself) {
  CloseWith(TenRespondents());
  rpc::Identity reader = rpc::LocalAdministrator();
  reader.audience = rpc::Audience::kPublished;
  fixture_.chassis().set_identity(reader);
  EXPECT_THAT(fixture_.Results("first"), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(SurveyResultsTest, QuestionnaireIsThereWhileTheWaveIsOpen) {
  fixture_.OpenWave("first");
  const std::string name = absl::StrCat("name: '", fixture_.NameOf<v1::SurveyWave>("first"), "'");
  const auto open = fixture_.Call<v1::SurveyQuestionnaire>("GetSurveyQuestionnaire", name);
  ASSERT_THAT(open, IsOk());
  EXPECT_EQ(open->title(), "Careers");
  EXPECT_EQ(open->questions_size(), 4);
  EXPECT_EQ(open->close_date(), "2026-06-30");
  EXPECT_EQ(open->threshold(), 10);
  ASSERT_THAT(fixture_.Close("first"), IsOk());
  EXPECT_THAT(fixture_.Call<v1::SurveyQuestionnaire>("GetSurveyQuestionnaire", name),
              Refuses("ILLEGAL_TRANSITION"));
}

std::string Decision(const std::string& text_id, const std::string& verdict) {
  return absl::StrCat("decisions { text_id: '", text_id, "' verdict: ", verdict, " } ");
}

TEST_F(SurveyModerationTest, ReleasesTextsBeforeAnybodySeesThem) {
  CloseWith(TenRespondents());
  EXPECT_THAT(fixture_.Results("first")->questions(3).released_texts(), IsEmpty());
  EXPECT_EQ(fixture_.Results("first")->questions(3).released_text_count(), 0);
  const auto listed = fixture_.Moderate("first");
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->texts_size(), 10);
  EXPECT_EQ(listed->undecided_count(), 10);
  const auto decided =
      fixture_.Moderate("first", Decision(listed->texts(0).text_id(), "RELEASE") +
                                     Decision(listed->texts(1).text_id(), "WITHHOLD"));
  ASSERT_THAT(decided, IsOk());
  EXPECT_EQ(decided->texts_size(), 8);
  EXPECT_EQ(decided->undecided_count(), 8);
  EXPECT_EQ(decided->released_count(), 1);
  EXPECT_EQ(decided->withheld_count(), 1);
  EXPECT_THAT(fixture_.Results("first")->questions(3).released_texts(),
              ElementsAre(listed->texts(0).text()));
}

TEST_F(SurveyModerationTest, AllowsADecisionToBeChanged) {
  CloseWith(TenRespondents());
  const std::string id = fixture_.Moderate("first")->texts(0).text_id();
  ASSERT_THAT(fixture_.Moderate("first", Decision(id, "RELEASE")), IsOk());
  const auto changed = fixture_.Moderate("first", Decision(id, "WITHHOLD") + "show_decided: true");
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->texts_size(), 10);
  EXPECT_EQ(changed->texts(0).verdict(), v1::ModerateFreeTextRequest::WITHHOLD);
  EXPECT_THAT(fixture_.Results("first")->questions(3).released_texts(), IsEmpty());
}

TEST_F(SurveyModerationTest, DecidesAllOrNothing) {
  CloseWith(TenRespondents());
  const std::string id = fixture_.Moderate("first")->texts(0).text_id();
  EXPECT_THAT(fixture_.Moderate("first", Decision(id, "RELEASE") + Decision("other", "RELEASE")),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(fixture_.Moderate("first", Decision(id, "RELEASE") + Decision(id, "WITHHOLD")),
              Violates("decisions[1].text_id"));
  EXPECT_EQ(fixture_.Moderate("first")->undecided_count(), 10);
}

TEST_F(SurveyModerationTest, PagesThroughTheTexts) {
  CloseWith(TenRespondents());
  std::vector<std::string> seen;
  std::string token;
  do {
    const auto page =
        fixture_.Moderate("first", absl::StrCat("page_size: 4 page_token: '", token, "'"));
    ASSERT_THAT(page, IsOk());
    EXPECT_LE(page->texts_size(), 4);
    for (const auto& text : page->texts()) seen.push_back(text.text_id());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(seen.size(), 10u);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_THAT(fixture_.Moderate("first", "page_size: -1"), Violates("page_size"));
  const std::string first = fixture_.Moderate("first", "page_size: 4")->next_page_token();
  EXPECT_THAT(
      fixture_.Moderate("first", absl::StrCat("show_decided: true page_token: '", first, "'")),
      Violates("page_token"));
}

TEST_F(SurveyModerationTest, ShowsNoTextOfAQuestionThatTooFewAnswered) {
  std::vector<std::string> respondents(10, Likert("support", 4));
  for (size_t i = 0; i < 9; ++i) respondents[i] += Text("words", "Help");
  CloseWith(respondents);
  EXPECT_THAT(fixture_.Moderate("first")->texts(), IsEmpty());
  EXPECT_EQ(fixture_.Moderate("first")->undecided_count(), 0);
}

TEST_F(SurveyModerationTest, NeedsAClosedWaveWithEnoughResponses) {
  fixture_.OpenWave("first");
  EXPECT_THAT(fixture_.Moderate("first"), Refuses("ILLEGAL_TRANSITION"));
  fixture_.Respond("first", {Text("words", "Alone")});
  ASSERT_THAT(fixture_.Close("first"), IsOk());
  EXPECT_THAT(fixture_.Moderate("first"), Refuses("BELOW_THRESHOLD"));
}

TEST_F(SurveyModerationTest, IsForThoseWhoMayWriteToTheLine) {
  CloseWith(TenRespondents(), "service_line: 'community'");
  rpc::Identity lead = rpc::LocalAdministrator();
  lead.service_lines = {"acute-urgent-care"};
  fixture_.chassis().set_identity(lead);
  EXPECT_THAT(fixture_.Moderate("first"), StatusIs(absl::StatusCode::kPermissionDenied));
  lead.service_lines = {"community"};
  fixture_.chassis().set_identity(lead);
  EXPECT_THAT(fixture_.Moderate("first"), IsOk());
}

TEST(MakeResultsTest, ReturnsFiveHundredReleasedTextsAndCountsTheOthers) {
  Survey survey;
  Survey::Question& question = *survey.add_questions();
  question.set_id("words");
  question.set_type(Survey::Question::FREE_TEXT);
  v1::SurveyWave wave;
  wave.set_state(v1::SurveyWave::CLOSED);
  wave.set_result_publishable(true);
  wave.set_responses(501);
  SurveyTally tally(survey);
  std::vector<SurveyText> texts;
  for (int i = 0; i < 501; ++i) {
    tally.AddResponse({});
    tally.AddText("words");
    texts.push_back({.id = absl::StrCat(i),
                     .question = "words",
                     .text = "Text",
                     .verdict = v1::ModerateFreeTextRequest::RELEASE});
  }
  const SurveyResults results = MakeResults(survey, wave, tally, texts);
  EXPECT_EQ(results.questions(0).released_texts_size(), kMaxReleasedTexts);
  EXPECT_EQ(results.questions(0).released_text_count(), 501);
  EXPECT_FALSE(results.has_response_rate_percent());
}

}  // namespace
}  // namespace potential::workforce

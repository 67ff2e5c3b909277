// Surveys and waves: steps and rules.

#include "services/workforce/survey_fixture.h"
#include "services/workforce/transitions.h"

namespace potential::workforce {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::StatusIs;
using testing::Violates;
using v1::Survey;
using v1::SurveyWave;

TEST(SurveyTest, MovesAlongItsArrowsOnly) {
  SurveyFixture fixture;
  ExpectArrows<Survey>(fixture, [](int) { return SurveyFixture::SurveyFields(); },
                       {{"DRAFT", {}},
                        {"ACTIVE", {{"ActivateSurvey", ""}}},
                        {"RETIRED", {{"ActivateSurvey", ""}, {"RetireSurvey", ""}}}},
                       {{"ActivateSurvey", "", {{"DRAFT", "ACTIVE"}}},
                        {"RetireSurvey", "", {{"ACTIVE", "RETIRED"}}}});
}

TEST(SurveyTest, NeedsAQuestionToBeActivated) {
  SurveyFixture fixture;
  ASSERT_THAT(fixture.Create<Survey>("empty", "topic: CAREER_SUPPORT title: 'S' population: 'P'"),
              IsOk());
  EXPECT_THAT(fixture.Step<Survey>("ActivateSurvey", "empty"), Refuses("NO_QUESTIONS"));
}

TEST(SurveyTest, IsFixedFromItsActivationOn) {
  SurveyFixture fixture;
  fixture.OpenWave("first");
  EXPECT_THAT(fixture.Update<Survey>("careers", "title: 'Other'"), Refuses("RECORD_LOCKED"));
  EXPECT_THAT(fixture.Step<Survey>("RetireSurvey", "careers"), Refuses("WAVE_OPEN"));
}

TEST(SurveyTest, HasQuestionsThatCanBeToldApart) {
  SurveyFixture fixture;
  EXPECT_THAT(fixture.Create<Survey>(
                  "two", absl::StrCat(SurveyFixture::SurveyFields(),
                                      "questions { id: 'words' text: 'More?' type: FREE_TEXT }")),
              Violates("survey.questions[4].id"));
}

TEST(SurveyTest, ScoresAndLabelsLikertQuestionsOnly) {
  SurveyFixture fixture;
  for (const char* field : {"score: true", "low_label: 'No'", "high_label: 'Yes'"}) {
    const std::string path = std::string(field).substr(0, std::string(field).find(':'));
    EXPECT_THAT(
        fixture.Create<Survey>(
            "two", absl::StrCat(SurveyFixture::SurveyFields(),
                                "questions { id: 'more' text: 'More?' type: YES_NO ", field, " }")),
        Violates(absl::StrCat("survey.questions[4].", path)));
  }
}

TEST(SurveyTest, HasNoThresholdBelowTen) {
  SurveyFixture fixture;
  EXPECT_THAT(
      fixture.Create<Survey>("low", absl::StrCat(SurveyFixture::SurveyFields(), "threshold: 9")),
      Violates("survey.threshold"));
}

TEST(SurveyWaveTest, MovesAlongItsArrowsOnly) {
  SurveyFixture fixture;
  // A survey for each wave, because one survey has one open wave.
  for (int i = 1; i <= 9; ++i) {
    const std::string survey = absl::StrCat("survey-", i);
    ASSERT_THAT(fixture.Create<Survey>(survey, SurveyFixture::SurveyFields()), IsOk());
    ASSERT_THAT(fixture.Step<Survey>("ActivateSurvey", survey), IsOk());
  }
  const std::string extend = "close_date: '2026-07-31'";
  ExpectArrows<SurveyWave>(
      fixture, [](int i) { return SurveyFixture::WaveFields(absl::StrCat("survey-", i)); },
      {{"PLANNED", {}},
       {"OPEN", {{"OpenSurveyWave", ""}}},
       {"CLOSED", {{"OpenSurveyWave", ""}, {"CloseSurveyWave", ""}}}},
      {{"OpenSurveyWave", "", {{"PLANNED", "OPEN"}}},
       {"ExtendSurveyWave", extend, {{"OPEN", "OPEN"}}},
       {"CloseSurveyWave", "", {{"OPEN", "CLOSED"}}}});
}

TEST(SurveyWaveTest, CopiesTopicAndLineOfItsSurvey) {
  SurveyFixture fixture;
  ASSERT_THAT(fixture.Create<Survey>("careers", absl::StrCat(SurveyFixture::SurveyFields(),
                                                             "service_line: 'community'")),
              IsOk());
  EXPECT_EQ(fixture.Create<SurveyWave>("first", SurveyFixture::WaveFields())->survey_topic(),
            Survey::CAREER_SUPPORT);
  ASSERT_THAT(fixture.Update<Survey>("careers", "service_line: 'acute-urgent-care'"), IsOk());
  ASSERT_THAT(fixture.Step<Survey>("ActivateSurvey", "careers"), IsOk());
  EXPECT_EQ(fixture.Step<SurveyWave>("OpenSurveyWave", "first")->service_line(),
            "acute-urgent-care");
}

TEST(SurveyWaveTest, IsNumberedWhenItOpensAndOnlyOneIsOpen) {
  SurveyFixture fixture;
  fixture.OpenWave("first");
  EXPECT_EQ(fixture.Get<SurveyWave>("first")->wave_number(), 1);
  EXPECT_EQ(fixture.Create<SurveyWave>("second", SurveyFixture::WaveFields())->wave_number(), 0);
  EXPECT_THAT(fixture.Step<SurveyWave>("OpenSurveyWave", "second"), Refuses("WAVE_OPEN"));
  ASSERT_THAT(fixture.Close("first"), IsOk());
  EXPECT_EQ(fixture.Step<SurveyWave>("OpenSurveyWave", "second")->wave_number(), 2);
}

TEST(SurveyWaveTest, OpensForAnActiveSurveyOnly) {
  SurveyFixture fixture;
  ASSERT_THAT(fixture.Create<Survey>("careers", SurveyFixture::SurveyFields()), IsOk());
  ASSERT_THAT(fixture.Create<SurveyWave>("first", SurveyFixture::WaveFields()), IsOk());
  EXPECT_THAT(fixture.Step<SurveyWave>("OpenSurveyWave", "first"), Refuses("SURVEY_NOT_ACTIVE"));
  ASSERT_THAT(fixture.Step<Survey>("ActivateSurvey", "careers"), IsOk());
  ASSERT_THAT(fixture.Step<Survey>("RetireSurvey", "careers"), IsOk());
  EXPECT_THAT(fixture.Step<SurveyWave>("OpenSurveyWave", "first"), Refuses("SURVEY_NOT_ACTIVE"));
  EXPECT_THAT(fixture.Create<SurveyWave>("second", SurveyFixture::WaveFields()),
              Refuses("SURVEY_RETIRED"));
}

TEST(SurveyWaveTest, DoesNotOpenBeforeItsOpenDate) {
  SurveyFixture fixture;
  ASSERT_THAT(fixture.Create<Survey>("careers", SurveyFixture::SurveyFields()), IsOk());
  ASSERT_THAT(fixture.Step<Survey>("ActivateSurvey", "careers"), IsOk());
  ASSERT_THAT(fixture.Create<SurveyWave>("first", SurveyFixture::WaveFields()), IsOk());
  ASSERT_THAT(fixture.Update<SurveyWave>("first", "open_date: '2026-06-16'"), IsOk());
  EXPECT_THAT(fixture.Step<SurveyWave>("OpenSurveyWave", "first"), Refuses("DATE_IN_FUTURE"));
  fixture.chassis().clock().SetDay("2026-06-16");
  EXPECT_THAT(fixture.Step<SurveyWave>("OpenSurveyWave", "first"), IsOk());
}

TEST(SurveyWaveTest, KeepsItsDatesInOrder) {
  SurveyFixture fixture;
  fixture.OpenWave("first");
  EXPECT_THAT(fixture.Step<SurveyWave>("ExtendSurveyWave", "first", "close_date: '2026-05-31'"),
              Violates("close_date"));
  EXPECT_EQ(fixture.Step<SurveyWave>("ExtendSurveyWave", "first", "close_date: '2026-07-10'")
                ->close_date(),
            "2026-07-10");
  EXPECT_THAT(fixture.Step<SurveyWave>("CloseSurveyWave", "first", "closed_date: '2026-05-31'"),
              Violates("closed_date"));
  EXPECT_THAT(fixture.Step<SurveyWave>("CloseSurveyWave", "first", "closed_date: '2026-06-16'"),
              Violates("closed_date"));
  EXPECT_EQ(fixture.Step<SurveyWave>("CloseSurveyWave", "first", "closed_date: '2026-06-14'")
                ->closed_date(),
            "2026-06-14");
}

TEST(SurveyWaveTest, TellsNoResultToAValidation) {
  SurveyFixture fixture;
  fixture.OpenWave("first");
  fixture.Respond("first", std::vector<std::string>(10, Likert("support", 4)));
  const auto validated =
      fixture.Step<SurveyWave>("CloseSurveyWave", "first", "validate_only: true");
  ASSERT_THAT(validated, IsOk());
  EXPECT_EQ(validated->state(), SurveyWave::CLOSED);
  EXPECT_FALSE(validated->result_publishable());
  EXPECT_FALSE(validated->has_responses());
  EXPECT_FALSE(validated->has_score());
  EXPECT_EQ(fixture.Get<SurveyWave>("first")->state(), SurveyWave::OPEN);
  const auto closed = fixture.Close("first");
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->responses(), 10);
  EXPECT_DOUBLE_EQ(closed->score(), 4);
}

TEST(SurveyWaveTest, CountsItsInvitations) {
  SurveyFixture fixture;
  fixture.OpenWave("first");
  ASSERT_THAT(fixture.Create<SurveyWave>("planned", SurveyFixture::WaveFields()), IsOk());
  EXPECT_EQ(fixture.Issue("planned", 2).size(), 2u);
  EXPECT_EQ(fixture.Issue("first", 3).size(), 3u);
  EXPECT_EQ(fixture.Issue("first", 4).size(), 4u);
  EXPECT_EQ(fixture.Get<SurveyWave>("first")->invited(), 7);
}

TEST(SurveyWaveTest, InvitesNobodyOnceItIsClosed) {
  SurveyFixture fixture;
  fixture.OpenWave("first");
  const auto closed = fixture.Close("first");
  ASSERT_THAT(closed, IsOk());
  const std::string name = absl::StrCat("name: '", closed->name(), "' ");
  EXPECT_THAT(
      fixture.Call<v1::IssueSurveyInvitationsResponse>("IssueSurveyInvitations", name + "count: 1"),
      Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(fixture.Call<v1::IssueSurveyInvitationsResponse>("IssueSurveyInvitations",
                                                               name + "count: 5001"),
              Violates("count"));
  EXPECT_THAT(fixture.Call<v1::IssueSurveyInvitationsResponse>("IssueSurveyInvitations",
                                                               name + "count: 1 etag: 'x'"),
              StatusIs(absl::StatusCode::kAborted));
}

}  // namespace
}  // namespace potential::workforce

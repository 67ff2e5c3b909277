#include "gateway/stories/story_figures.h"

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using dashboard::v1::ImpactStoryFigures;
using evidence::v1::ImpactStory;
using indicators::v1::QueryIndicatorsResponse;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

measures::Day DayOf(const char* text) { return *measures::ParseDay(text); }

ImpactStory Story(const std::string& citations = "") {
  return Parse<ImpactStory>(
      "name: 'organisations/x/impactStories/s' title: 'S' "
      "live_indicators { indicator: 'workforce.completed' label: 'Completed' "
      "  window_start: '2020-01-01' filters { dimension: 'level' value: '2' } } "
      "live_indicators { indicator: 'evidence.share' label: 'Share' split_by: 'service_line' "
      "  window_end: '2026-03-31' } "
      "live_indicators { indicator: 'workforce.minutes' label: 'Minutes' } " +
      citations);
}

Catalogue Indicators() {
  using indicators::v1::Indicator;
  return {{"workforce.completed", Parse<Indicator>("form: COUNT unit: 'apprenticeships'")},
          {"workforce.minutes", Parse<Indicator>("form: COUNT unit: 'minutes'")},
          {"evidence.share", Parse<Indicator>("form: SHARE unit: '%'")}};
}

StoryQuestions Questions() {
  return QuestionsOf(Story(), "x", DayOf("2025-04-01"), DayOf("2026-06-15"));
}

QueryAnswers Answers() {
  QueryAnswers answers;
  answers.emplace("workforce", Parse<QueryIndicatorsResponse>(
                                   "as_of: '2026-06-15' results { overall { total { value: 8 } } } "
                                   "results { overall { total { value: 1500 } } }"));
  answers.emplace("evidence",
                  Parse<QueryIndicatorsResponse>(
                      "as_of: '2026-06-15' results { "
                      "members { member: 'acute' total { suppression: SMALL_NUMBERS } } "
                      "members { member: 'community' total { value: 62 released: true } } }"));
  return answers;
}

std::vector<StoryFigure> Figures() {
  return FiguresOf(Story(), Questions(), Answers(), Indicators());
}

TEST(QuestionsOfTest, AsksEachServiceForItsFigures) {
  const StoryQuestions questions = Questions();
  ASSERT_EQ(questions.by_service.size(), 2u);
  const auto& workforce = questions.by_service.at("workforce");
  EXPECT_EQ(workforce.parent(), "organisations/x");
  EXPECT_EQ(workforce.as_of(), "2026-06-15");
  ASSERT_EQ(workforce.queries_size(), 2);
  EXPECT_EQ(workforce.queries(0).start_date(), "2020-01-01");
  EXPECT_EQ(workforce.queries(0).end_date(), "2026-06-15");
  EXPECT_EQ(workforce.queries(0).where().at("level"), "2");
  EXPECT_EQ(workforce.queries(1).start_date(), "2025-04-01");
  EXPECT_EQ(questions.by_service.at("evidence").queries(0).end_date(), "2026-03-31");
  EXPECT_EQ(questions.by_service.at("evidence").queries(0).split_by(), "service_line");
  EXPECT_EQ(questions.places.at("workforce"), (std::vector<int>{0, 2}));
}

TEST(QuestionsOfTest, BeginsOnTheDayWhereThePlanIsStillToBegin) {
  const StoryQuestions questions =
      QuestionsOf(Story(), "x", DayOf("2027-04-01"), DayOf("2026-06-15"));
  EXPECT_EQ(questions.by_service.at("workforce").queries(1).start_date(), "2026-06-15");
}

TEST(FiguresOfTest, AreInTheOrderOfTheStoryAndWrittenAsTheyAreShown) {
  std::string shown;
  for (const StoryFigure& figure : Figures()) {
    shown += figure.split_value + "=" + figure.text + ";";
  }
  EXPECT_EQ(shown, "=8;acute=*;community=62 %;=1,500 minutes;");
}

TEST(FiguresOfTest, SayWhyTheyAreMissing) {
  QueryAnswers answers = Answers();
  answers.at("workforce") = absl::UnavailableError("connection refused");
  answers.at("evidence") = absl::InvalidArgumentError("where: takes one dimension");
  const auto figures = FiguresOf(Story(), Questions(), answers, Indicators());
  ASSERT_EQ(figures.size(), 3u);
  EXPECT_EQ(figures[0].missing_reason, "The workforce service does not answer.");
  EXPECT_EQ(figures[1].missing_reason,
            "The figure cannot be worked out as the story asks for it: where: takes one dimension");
  EXPECT_EQ(figures[2].text, "");
}

TEST(CitationsOfTest, FreezeValueTextDayAndFilters) {
  const auto citations = CitationsOf(Story(), Figures());
  ASSERT_EQ(citations.size(), 4);
  EXPECT_EQ(citations[0].indicator(), "workforce.completed");
  EXPECT_EQ(citations[0].label(), "Completed");
  EXPECT_EQ(citations[0].value(), 8);
  EXPECT_EQ(citations[0].text(), "8");
  EXPECT_EQ(citations[0].as_of(), "2026-06-15");
  EXPECT_EQ(citations[0].filters(0).value(), "2");
  EXPECT_FALSE(citations[1].has_value());
  EXPECT_EQ(citations[1].text(), "*");
  EXPECT_EQ(citations[1].split_value(), "acute");
}

constexpr char kPublished[] =
    "state: PUBLISHED published_date: '2026-01-31' "
    "citations { indicator: 'workforce.completed' label: 'Completed' value: 7 text: '7' "
    "  as_of: '2026-01-31' } "
    "citations { indicator: 'evidence.share' label: 'Share' split_value: 'community' value: 62 "
    "  text: '62 %' as_of: '2026-01-31' } "
    "citations { indicator: 'evidence.share' label: 'Share' split_value: 'gone' value: 50 "
    "  text: '50 %' as_of: '2026-01-31' } "
    "citations { indicator: 'workforce.minutes' label: 'Minutes' value: 1500 "
    "  text: '1,500 minutes' as_of: '2026-01-31' } ";

TEST(CompareTest, SaysWhatHasMoved) {
  const ImpactStoryFigures answer = Compare(Story(kPublished), Figures());
  ASSERT_EQ(answer.figures_size(), 5);
  EXPECT_TRUE(answer.moved());
  EXPECT_EQ(answer.published_date(), "2026-01-31");
  EXPECT_EQ(answer.figures(0).published_text(), "7");
  EXPECT_EQ(answer.figures(0).published_as_of(), "2026-01-31");
  EXPECT_EQ(answer.figures(0).live_text(), "8");
  EXPECT_EQ(answer.figures(0).live_as_of(), "2026-06-15");
  EXPECT_TRUE(answer.figures(0).moved());
  EXPECT_FALSE(answer.figures(1).moved());  // not cited then
  EXPECT_EQ(answer.figures(2).split_value(), "community");
  EXPECT_FALSE(answer.figures(2).moved());
  EXPECT_EQ(answer.figures(3).split_value(), "gone");
  EXPECT_TRUE(answer.figures(3).moved());
  EXPECT_FALSE(answer.figures(4).moved());
}

TEST(CompareTest, KeepsWhatWasPublishedWhereAServiceDoesNotAnswer) {
  QueryAnswers answers = Answers();
  answers.erase("workforce");
  const ImpactStoryFigures answer =
      Compare(Story(kPublished), FiguresOf(Story(), Questions(), answers, Indicators()));
  EXPECT_EQ(answer.figures(0).published_text(), "7");
  EXPECT_EQ(answer.figures(0).live_missing_reason(), "The workforce service does not answer.");
  EXPECT_FALSE(answer.figures(0).moved());
}

TEST(CompareTest, HasNotMovedWhereTheCatalogueDidNotCome) {
  Catalogue indicators = Indicators();
  indicators.erase("evidence.share");
  const ImpactStoryFigures answer =
      Compare(Story(kPublished), FiguresOf(Story(), Questions(), Answers(), indicators));
  for (const auto& figure : answer.figures()) {
    if (figure.indicator() != "evidence.share") continue;
    EXPECT_EQ(figure.live_missing_reason(), "The evidence service does not answer.");
    EXPECT_EQ(figure.live_text(), "");
    EXPECT_FALSE(figure.moved());
  }
}

TEST(CompareTest, ShowsADraftsFiguresAsTheyAreNow) {
  const ImpactStoryFigures answer = Compare(Story("state: DRAFT "), Figures());
  EXPECT_EQ(answer.figures_size(), 4);
  EXPECT_FALSE(answer.moved());
  EXPECT_EQ(answer.figures(0).published_text(), "");
  EXPECT_EQ(answer.figures(0).live_value(), 8);
}

TEST(IsShownToTest, TheAudiencePublishedKnowsOfPublishedStoriesOnly) {
  for (const char* state : {"DRAFT", "CONSENT_CONFIRMED", "WITHDRAWN"}) {
    const ImpactStory story = Story(std::string("state: ") + state);
    EXPECT_FALSE(IsShownTo(rpc::Audience::kPublished, story)) << state;
    EXPECT_TRUE(IsShownTo(rpc::Audience::kInternal, story)) << state;
  }
  EXPECT_TRUE(IsShownTo(rpc::Audience::kPublished, Story("state: PUBLISHED")));
  const ImpactStory deleted = Story("state: PUBLISHED delete_time { seconds: 1 }");
  EXPECT_FALSE(IsShownTo(rpc::Audience::kPublished, deleted));
  EXPECT_TRUE(IsShownTo(rpc::Audience::kInternal, deleted));
}

}  // namespace
}  // namespace potential::gateway

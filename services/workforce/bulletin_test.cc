#include "potential/workforce/v1/bulletin.pb.h"
#include "potential/workforce/v1/opportunity.pb.h"
#include "services/workforce/bulletin_steps.h"
#include "services/workforce/transitions.h"

namespace potential::workforce {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::Refuses;
using testing::Violates;
using v1::Bulletin;
using v1::Opportunity;

constexpr char kBulletin[] = "title: 'Opportunities' audience: ALL_STAFF month: '2026-06' ";

// An opportunity that opened on 2026-06-01.
void Open(WorkforceFixture& fixture, const std::string& id, const std::string& fields) {
  ASSERT_THAT(fixture.Create<Opportunity>(id, absl::StrCat("places: 1 ", fields)), IsOk());
  ASSERT_THAT(fixture.Step<Opportunity>("OpenOpportunity", id, "opened_date: '2026-06-01'"),
              IsOk());
}

Bulletin Publish(WorkforceFixture& fixture, const std::string& id, const std::string& fields,
                 const std::string& day = "2026-06-15") {
  EXPECT_THAT(fixture.Create<Bulletin>(id, fields), IsOk());
  const auto published =
      fixture.Step<Bulletin>("PublishBulletin", id, absl::StrCat("published_date: '", day, "'"));
  EXPECT_THAT(published, IsOk());
  return published.ok() ? *published : Bulletin();
}

std::vector<std::string> Titles(const Bulletin& bulletin) {
  std::vector<std::string> titles;
  for (const Bulletin::Item& item : bulletin.entries()) titles.push_back(item.title());
  return titles;
}

TEST(BulletinTest, MovesAlongItsArrowOnly) {
  WorkforceFixture fixture;
  ExpectArrows<Bulletin>(fixture, [](int) { return kBulletin; },
                         {{"DRAFT", {}}, {"PUBLISHED", {{"PublishBulletin", ""}}}},
                         {{"PublishBulletin", "", {{"DRAFT", "PUBLISHED"}}}});
}

TEST(BulletinTest, NumbersIssuesWithoutGapsInEachOrganisation) {
  WorkforceFixture fixture;
  EXPECT_EQ(fixture.Create<Bulletin>("draft", kBulletin)->issue_number(), 0);
  EXPECT_EQ(Publish(fixture, "first", kBulletin).issue_number(), 1);
  EXPECT_THAT(fixture.Delete<Bulletin>("draft"), IsOk());
  EXPECT_EQ(Publish(fixture, "second", kBulletin, "2026-05-30").issue_number(), 2);
  EXPECT_EQ(Publish(fixture, "third", kBulletin).issue_number(), 3);
}

TEST(BulletinTest, TakesNoNumberWhenItIsOnlyValidated) {
  WorkforceFixture fixture;
  ASSERT_THAT(fixture.Create<Bulletin>("issue", kBulletin), IsOk());
  EXPECT_EQ(
      fixture.Step<Bulletin>("PublishBulletin", "issue", "validate_only: true")->issue_number(), 1);
  EXPECT_EQ(fixture.Get<Bulletin>("issue")->state(), Bulletin::DRAFT);
  EXPECT_EQ(Publish(fixture, "another", kBulletin).issue_number(), 1);
}

TEST(BulletinTest, ListsWhatIsOpenOnTheDayInOrder) {
  WorkforceFixture fixture;
  Open(fixture, "late", "service_line: 'community' kind: VACANCY title: 'No end'");
  Open(fixture, "soon",
       "service_line: 'community' kind: VACANCY title: 'Soon' closing_date: '2026-06-15'");
  Open(fixture, "secondment", "service_line: 'community' kind: SECONDMENT title: 'Move'");
  Open(fixture, "ward", "service_line: 'acute-urgent-care' kind: SHADOWING title: 'Ward'");
  Open(fixture, "passed",
       "service_line: 'community' kind: VACANCY title: 'Passed' closing_date: '2026-06-14'");
  Open(fixture, "filled", "service_line: 'community' kind: VACANCY title: 'Filled'");
  ASSERT_THAT(fixture.Step<Opportunity>("FillOpportunity", "filled"), IsOk());
  ASSERT_THAT(fixture.Create<Opportunity>(
                  "draft", "service_line: 'community' kind: VACANCY title: 'Draft' places: 1"),
              IsOk());
  const Bulletin issue = Publish(fixture, "june", kBulletin);
  EXPECT_THAT(Titles(issue), ::testing::ElementsAre("Ward", "Soon", "No end", "Move"));
  EXPECT_EQ(issue.entry_count(), 4);
}

TEST(BulletinTest, ListsWhatWasOpenOnAnEarlierDay) {
  WorkforceFixture fixture;
  Open(fixture, "filled", "service_line: 'community' kind: VACANCY title: 'Filled'");
  ASSERT_THAT(fixture.Step<Opportunity>("FillOpportunity", "filled", "ended_date: '2026-06-10'"),
              IsOk());
  EXPECT_THAT(Titles(Publish(fixture, "before", kBulletin, "2026-05-31")), ::testing::IsEmpty());
  EXPECT_THAT(Titles(Publish(fixture, "while", kBulletin, "2026-06-09")),
              ::testing::ElementsAre("Filled"));
  EXPECT_THAT(Titles(Publish(fixture, "after", kBulletin, "2026-06-10")), ::testing::IsEmpty());
}

TEST(BulletinTest, TellsThePartnershipOfPartnershipWideOpportunitiesOnly) {
  WorkforceFixture fixture;
  Open(fixture, "inside", "service_line: 'community' kind: VACANCY title: 'Inside'");
  Open(fixture, "wide",
       "service_line: 'community' kind: VACANCY title: 'Wide' partnership_wide: true");
  EXPECT_THAT(Titles(Publish(fixture, "june", "title: 'T' audience: PARTNERSHIP month: '2026-06'")),
              ::testing::ElementsAre("Wide"));
}

TEST(BulletinTest, KeepsItsTextWhateverBecomesOfTheOpportunities) {
  WorkforceFixture fixture;
  Open(fixture, "post",
       "service_line: 'community' kind: VACANCY title: 'Senior therapist' band: 6 wte: 0.8 "
       "location: 'Springfield' closing_date: '2026-07-01' contact_role: 'Team lead'");
  const Bulletin issue =
      Publish(fixture, "june", absl::StrCat(kBulletin, "introduction: 'Welcome to all.'"));
  EXPECT_THAT(issue.text(), HasSubstr("Issue 1, June 2026, published 15 June 2026"));
  EXPECT_THAT(issue.text(), HasSubstr("Welcome to all."));
  EXPECT_THAT(issue.text(), HasSubstr("\nCommunity\n* Vacancy: Senior therapist, band 6, 0.8 WTE, "
                                      "Springfield, 1 place. Closes 1 July 2026. Ask: Team lead."));
  ASSERT_THAT(fixture.Update<Opportunity>("post", "title: 'Other'"), IsOk());
  EXPECT_EQ(fixture.Get<Bulletin>("june")->text(), issue.text());
  EXPECT_EQ(fixture.Get<Bulletin>("june")->entries(0).title(), "Senior therapist");
}

TEST(BulletinTest, SaysSoWhenThereIsNothingToAnnounce) {
  WorkforceFixture fixture;
  EXPECT_THAT(Publish(fixture, "june", kBulletin).text(), HasSubstr("no open opportunities"));
}

TEST(BulletinTest, MarksSampleDataInItsText) {
  WorkforceFixture fixture;
  Open(fixture, "sample",
       "service_line: 'community' kind: VACANCY title: 'Sample' illustrative: true");
  const Bulletin issue = Publish(fixture, "june", kBulletin);
  EXPECT_THAT(issue.text(), HasSubstr("(Illustrative.)"));
  EXPECT_THAT(issue.text(), Not(HasSubstr("sample data")));
}

TEST(BulletinTest, IsNotPublishedInTheFuture) {
  WorkforceFixture fixture;
  ASSERT_THAT(fixture.Create<Bulletin>("june", kBulletin), IsOk());
  EXPECT_THAT(fixture.Step<Bulletin>("PublishBulletin", "june", "published_date: '2026-06-16'"),
              Violates("published_date"));
}

TEST(BulletinTest, HoldsFiveHundredEntriesAndNoMore) {
  WorkforceFixture fixture;
  for (size_t i = 0; i < kMaxBulletinEntries; ++i) {
    Open(fixture, absl::StrCat("open-", i), "service_line: 'community' kind: VACANCY title: 'V'");
  }
  EXPECT_EQ(Publish(fixture, "full", kBulletin).entry_count(), 500);
  Open(fixture, "one-more", "service_line: 'community' kind: VACANCY title: 'V'");
  ASSERT_THAT(fixture.Create<Bulletin>("over", kBulletin), IsOk());
  EXPECT_THAT(fixture.Step<Bulletin>("PublishBulletin", "over"), Refuses("TOO_MANY_OPPORTUNITIES"));
}

}  // namespace
}  // namespace potential::workforce

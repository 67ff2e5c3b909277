// Opportunities and advice sessions: steps and rules.

#include "potential/workforce/v1/advice_session.pb.h"
#include "potential/workforce/v1/opportunity.pb.h"
#include "services/workforce/transitions.h"

namespace potential::workforce {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::Violates;
using v1::AdviceSession;
using v1::Opportunity;

constexpr char kShadowing[] =
    "service_line: 'community' kind: SHADOWING title: 'Shadow a colleague' places: 2 ";
constexpr char kSession[] =
    "date: '2026-06-01' mode: ONLINE adviser_role: 'Careers lead' places: 8 ";

TEST(OpportunityTest, MovesAlongItsArrowsOnly) {
  WorkforceFixture fixture;
  ExpectArrows<Opportunity>(fixture, [](int) { return kShadowing; },
                            {{"DRAFT", {}},
                             {"OPEN", {{"OpenOpportunity", ""}}},
                             {"FILLED", {{"OpenOpportunity", ""}, {"FillOpportunity", ""}}},
                             {"CLOSED", {{"OpenOpportunity", ""}, {"CloseOpportunity", ""}}},
                             {"WITHDRAWN", {{"OpenOpportunity", ""}, {"WithdrawOpportunity", ""}}}},
                            {{"OpenOpportunity", "", {{"DRAFT", "OPEN"}}},
                             {"FillOpportunity", "", {{"OPEN", "FILLED"}}},
                             {"CloseOpportunity", "", {{"OPEN", "CLOSED"}}},
                             {"WithdrawOpportunity", "", {{"OPEN", "WITHDRAWN"}}}});
}

TEST(OpportunityTest, OpensTodayUnlessADayIsGiven) {
  WorkforceFixture fixture;
  ASSERT_THAT(fixture.Create<Opportunity>("today", kShadowing), IsOk());
  ASSERT_THAT(fixture.Create<Opportunity>("earlier", kShadowing), IsOk());
  EXPECT_EQ(fixture.Step<Opportunity>("OpenOpportunity", "today")->opened_date(), "2026-06-15");
  EXPECT_EQ(fixture.Step<Opportunity>("OpenOpportunity", "earlier", "opened_date: '2026-05-02'")
                ->opened_date(),
            "2026-05-02");
}

TEST(OpportunityTest, DoesNotOpenInTheFutureOrAfterItsClosingDate) {
  WorkforceFixture fixture;
  ASSERT_THAT(
      fixture.Create<Opportunity>("past", absl::StrCat(kShadowing, "closing_date: '2026-06-14'")),
      IsOk());
  EXPECT_THAT(fixture.Step<Opportunity>("OpenOpportunity", "past", "opened_date: '2026-06-16'"),
              Violates("opened_date"));
  EXPECT_THAT(fixture.Step<Opportunity>("OpenOpportunity", "past"), Refuses("CLOSING_DATE_PASSED"));
  EXPECT_THAT(fixture.Step<Opportunity>("OpenOpportunity", "past", "opened_date: '2026-06-14'"),
              IsOk());
}

TEST(OpportunityTest, EndsNeitherBeforeItOpenedNorInTheFuture) {
  WorkforceFixture fixture;
  ASSERT_THAT(fixture.Create<Opportunity>("post", kShadowing), IsOk());
  ASSERT_THAT(fixture.Step<Opportunity>("OpenOpportunity", "post", "opened_date: '2026-06-10'"),
              IsOk());
  EXPECT_THAT(fixture.Step<Opportunity>("FillOpportunity", "post", "ended_date: '2026-06-09'"),
              Violates("ended_date"));
  EXPECT_THAT(fixture.Step<Opportunity>("FillOpportunity", "post", "ended_date: '2026-06-16'"),
              Violates("ended_date"));
  EXPECT_EQ(fixture.Step<Opportunity>("FillOpportunity", "post", "ended_date: '2026-06-10'")
                ->ended_date(),
            "2026-06-10");
}

TEST(OpportunityTest, KeepsTheClosingDateOnOrAfterTheDayOnWhichItOpened) {
  WorkforceFixture fixture;
  ASSERT_THAT(fixture.Create<Opportunity>("post", kShadowing), IsOk());
  ASSERT_THAT(fixture.Step<Opportunity>("OpenOpportunity", "post", "opened_date: '2026-06-10'"),
              IsOk());
  EXPECT_THAT(fixture.Update<Opportunity>("post", "closing_date: '2026-06-09'"),
              Violates("opportunity.closing_date"));
  EXPECT_THAT(fixture.Update<Opportunity>("post", "closing_date: '2026-06-10'"), IsOk());
}

TEST(AdviceSessionTest, MovesAlongItsArrowsOnly) {
  WorkforceFixture fixture;
  const std::pair<std::string, std::string> hold = {"HoldAdviceSession", "attendances: 3"};
  ExpectArrows<AdviceSession>(
      fixture, [](int) { return kSession; },
      {{"SCHEDULED", {}}, {"HELD", {hold}}, {"CANCELLED", {{"CancelAdviceSession", ""}}}},
      {{hold.first, hold.second, {{"SCHEDULED", "HELD"}}},
       {"CancelAdviceSession", "", {{"SCHEDULED", "CANCELLED"}}}});
}

TEST(AdviceSessionTest, RecordsWhoCameAndWhatWasAskedFor) {
  WorkforceFixture fixture;
  ASSERT_THAT(fixture.Create<AdviceSession>("june", absl::StrCat(kSession, "themes: VACANCIES")),
              IsOk());
  const auto held = fixture.Step<AdviceSession>(
      "HoldAdviceSession", "june", "attendances: 8 themes: TRAINING themes: SECONDMENTS");
  ASSERT_THAT(held, IsOk());
  EXPECT_EQ(held->attendances(), 8);
  EXPECT_THAT(held->themes(),
              ::testing::ElementsAre(AdviceSession::TRAINING, AdviceSession::SECONDMENTS));
}

TEST(AdviceSessionTest, KeepsItsThemesWhenNoneAreGiven) {
  WorkforceFixture fixture;
  ASSERT_THAT(fixture.Create<AdviceSession>("june", absl::StrCat(kSession, "themes: VACANCIES")),
              IsOk());
  EXPECT_THAT(fixture.Step<AdviceSession>("HoldAdviceSession", "june", "attendances: 0")->themes(),
              ::testing::ElementsAre(AdviceSession::VACANCIES));
}

TEST(AdviceSessionTest, KeepsAttendancesWithinThePlaces) {
  WorkforceFixture fixture;
  ASSERT_THAT(fixture.Create<AdviceSession>("june", kSession), IsOk());
  EXPECT_THAT(fixture.Step<AdviceSession>("HoldAdviceSession", "june", "attendances: 9"),
              Violates("attendances"));
  ASSERT_THAT(fixture.Step<AdviceSession>("HoldAdviceSession", "june", "attendances: 8"), IsOk());
  EXPECT_THAT(fixture.Update<AdviceSession>("june", "places: 7"),
              Violates("advice_session.attendances"));
}

TEST(AdviceSessionTest, AcceptsAttendancesOfAHeldSessionOnly) {
  WorkforceFixture fixture;
  EXPECT_THAT(fixture.Create<AdviceSession>("early", absl::StrCat(kSession, "attendances: 1")),
              Violates("advice_session.attendances"));
  ASSERT_THAT(fixture.Create<AdviceSession>("june", kSession), IsOk());
  ASSERT_THAT(fixture.Step<AdviceSession>("HoldAdviceSession", "june", "attendances: 2"), IsOk());
  EXPECT_EQ(fixture.Update<AdviceSession>("june", "attendances: 4")->attendances(), 4);
}

TEST(AdviceSessionTest, IsNotHeldInTheFutureAndNotMovedThere) {
  WorkforceFixture fixture;
  ASSERT_THAT(fixture.Create<AdviceSession>("july", absl::StrCat(kSession)), IsOk());
  ASSERT_THAT(fixture.Update<AdviceSession>("july", "date: '2026-06-16'"), IsOk());
  EXPECT_THAT(fixture.Step<AdviceSession>("HoldAdviceSession", "july", "attendances: 2"),
              Refuses("DATE_IN_FUTURE"));
  fixture.chassis().clock().SetDay("2026-06-16");
  ASSERT_THAT(fixture.Step<AdviceSession>("HoldAdviceSession", "july", "attendances: 2"), IsOk());
  EXPECT_THAT(fixture.Update<AdviceSession>("july", "date: '2026-06-17'"),
              Violates("advice_session.date"));
}

TEST(AdviceSessionTest, KeepsTheReasonOfACancellation) {
  WorkforceFixture fixture;
  ASSERT_THAT(fixture.Create<AdviceSession>("june", kSession), IsOk());
  EXPECT_EQ(fixture.Step<AdviceSession>("CancelAdviceSession", "june", "reason: 'Adviser ill'")
                ->cancellation_reason(),
            "Adviser ill");
}

}  // namespace
}  // namespace potential::workforce

// Partners, scopings of them and counts of ambassadors: rules and named transitions.

#include "potential/partnerships/v1/ambassador_count.pb.h"
#include "potential/partnerships/v1/partner_scoping.pb.h"
#include "services/partnerships/partnerships_testing.h"

namespace potential::partnerships {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::StatusIs;
using testing::Violates;
using v1::AmbassadorCount;
using v1::Partner;
using v1::PartnerScoping;

using PartnerTest = PartnershipsTest;
using PartnerScopingTest = PartnershipsTest;
using AmbassadorCountTest = PartnershipsTest;

TEST_F(PartnerTest, EndsOnceWithOrWithoutReason) {
  const auto ended = calls_.Do<Partner>("EndPartner", "school", "date: '2026-05-01' reason: 'x'");
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->state(), Partner::ENDED);
  EXPECT_EQ(ended->ended_date(), "2026-05-01");
  EXPECT_EQ(ended->end_reason(), "x");
  EXPECT_THAT(calls_.Do<Partner>("EndPartner", "school"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_EQ(calls_.Do<Partner>("EndPartner", "council")->ended_date(), "2026-06-15");
}

TEST_F(PartnerTest, IsNotEndedInTheFuture) {
  EXPECT_THAT(calls_.Do<Partner>("EndPartner", "school", "date: '2026-06-16'"), Violates("date"));
}

TEST_F(PartnerTest, IsNotEndedBeforeItsAgreementBegins) {
  ASSERT_THAT(calls_.Create<Partner>(
                  "p1", "title: 'T' kind: UNIVERSITY agreement_start_date: '2026-05-01'"),
              IsOk());
  EXPECT_THAT(calls_.Do<Partner>("EndPartner", "p1", "date: '2026-04-30' reason: 'x'"),
              Violates("date"));
  EXPECT_THAT(calls_.Do<Partner>("EndPartner", "p1", "date: '2026-05-01' reason: 'x'"), IsOk());
}

TEST_F(PartnerTest, HasAnAgreementThatDoesNotEndBeforeItBegins) {
  const std::string start = "title: 'T' kind: UNIVERSITY agreement_start_date: '2026-02-01' ";
  EXPECT_THAT(calls_.Create<Partner>("p1", start + "agreement_end_date: '2026-01-31'"),
              Violates("partner.agreement_end_date"));
  EXPECT_THAT(calls_.Create<Partner>("p1", start + "agreement_review_date: '2026-01-31'"),
              Violates("partner.agreement_review_date"));
  EXPECT_THAT(calls_.Create<Partner>("p1", start + "agreement_end_date: '2026-02-01'"), IsOk());
}

TEST_F(PartnerScopingTest, FollowsTheArrowsStrictly) {
  ASSERT_THAT(
      calls_.Create<PartnerScoping>("s1", absl::StrCat(kScoping, "scoped_date: '2026-01-10'")),
      IsOk());
  const auto step = [this](const char* method, const std::string& more = "") {
    return calls_.Do<PartnerScoping>(method, "s1", more);
  };
  EXPECT_THAT(step("ActivatePartnerScoping"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(step("EndPartnerScoping"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(step("ContactPartnerScoping", "date: '2026-01-09'"), Violates("date"));
  const auto contacted = step("ContactPartnerScoping", "date: '2026-02-10'");
  ASSERT_THAT(contacted, IsOk());
  EXPECT_EQ(contacted->state(), PartnerScoping::CONTACTED);
  EXPECT_EQ(contacted->contacted_date(), "2026-02-10");
  EXPECT_THAT(step("ContactPartnerScoping"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(step("EndPartnerScoping"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(step("ActivatePartnerScoping", "date: '2026-02-09'"), Violates("date"));
  const auto active = step("ActivatePartnerScoping", "date: '2026-03-10'");
  ASSERT_THAT(active, IsOk());
  EXPECT_EQ(active->state(), PartnerScoping::ACTIVE);
  EXPECT_EQ(active->active_date(), "2026-03-10");
  EXPECT_THAT(step("EndPartnerScoping", "date: '2026-03-09'"), Violates("date"));
  const auto ended = step("EndPartnerScoping", "reason: 'Project done'");
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->state(), PartnerScoping::ENDED);
  EXPECT_EQ(ended->ended_date(), "2026-06-15");
  EXPECT_EQ(ended->end_reason(), "Project done");
  EXPECT_THAT(step("EndPartnerScoping"), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(PartnerScopingTest, TakesItsNextStepAfterTheFitWasJudged) {
  const std::string scoped = absl::StrCat(kScoping, "scoped_date: '2026-01-10' ");
  EXPECT_THAT(calls_.Create<PartnerScoping>("s1", scoped + "next_step_date: '2026-01-09'"),
              Violates("partner_scoping.next_step_date"));
  EXPECT_THAT(calls_.Create<PartnerScoping>("s1", scoped + "next_step_date: '2026-01-10'"), IsOk());
}

TEST_F(PartnerScopingTest, IsJudgedByTodayAndNotAfterTheFirstContact) {
  EXPECT_THAT(
      calls_.Create<PartnerScoping>("s1", absl::StrCat(kScoping, "scoped_date: '2026-06-16'")),
      Violates("partner_scoping.scoped_date"));
  ASSERT_THAT(
      calls_.Create<PartnerScoping>("s1", absl::StrCat(kScoping, "scoped_date: '2026-01-10'")),
      IsOk());
  ASSERT_THAT(calls_.Do<PartnerScoping>("ContactPartnerScoping", "s1", "date: '2026-02-10'"),
              IsOk());
  EXPECT_THAT(calls_.Update<PartnerScoping>("s1", "scoped_date: '2026-02-11'", {"scoped_date"}),
              Violates("partner_scoping.scoped_date"));
  EXPECT_THAT(calls_.Update<PartnerScoping>("s1", "scoped_date: '2026-02-10'", {"scoped_date"}),
              IsOk());
}

TEST_F(AmbassadorCountTest, IsKeptOnceForEachLineAndMonth) {
  const auto create = [this](const std::string& id, const std::string& line,
                             const std::string& month) {
    return calls_
        .Create<AmbassadorCount>(
            id, absl::StrCat("service_line: '", line, "' month: '", month, "' count: 3"))
        .status();
  };
  ASSERT_THAT(create("c1", "community", "2026-05"), IsOk());
  EXPECT_THAT(create("c2", "community", "2026-05"), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(create("c2", "community", "2026-06"), IsOk());
  EXPECT_THAT(create("c3", "acute-urgent-care", "2026-05"), IsOk());
  EXPECT_THAT(calls_.Update<AmbassadorCount>("c1", "count: 4", {"count"}), IsOk());
}

TEST_F(AmbassadorCountTest, IsNotOfTheFutureAndHasNotMoreTrainedThanThereAre) {
  const std::string line = "service_line: 'community' count: 3 ";
  EXPECT_THAT(calls_.Create<AmbassadorCount>("c1", line + "month: '2026-07'"),
              Violates("ambassador_count.month"));
  EXPECT_THAT(calls_.Create<AmbassadorCount>("c1", line + "month: '2026-06' trained_count: 4"),
              Violates("ambassador_count.trained_count"));
  EXPECT_THAT(calls_.Create<AmbassadorCount>("c1", line + "month: '2026-06' trained_count: 3"),
              IsOk());
}

}  // namespace
}  // namespace potential::partnerships

// Co-production projects, teaching and shared resources: rules and named transitions.

#include "potential/partnerships/v1/co_production_project.pb.h"
#include "potential/partnerships/v1/shared_resource.pb.h"
#include "potential/partnerships/v1/teaching_opportunity.pb.h"
#include "services/partnerships/partnerships_testing.h"

namespace potential::partnerships {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::Violates;
using v1::CoProductionProject;
using v1::SharedResource;
using v1::TeachingOpportunity;

class CoProductionProjectTest : public PartnershipsTest {
 protected:
  absl::StatusOr<CoProductionProject> Create(const std::string& more = "") {
    return calls_.Create<CoProductionProject>("p1", absl::StrCat(kProject, more));
  }
  absl::StatusOr<CoProductionProject> Update(const std::string& text, const std::string& field) {
    return calls_.Update<CoProductionProject>("p1", text, {field});
  }
  absl::StatusOr<CoProductionProject> Start(const std::string& more = "") {
    return calls_.Do<CoProductionProject>("StartCoProductionProject", "p1", more);
  }
  absl::StatusOr<CoProductionProject> Complete(const std::string& more = "") {
    return calls_.Do<CoProductionProject>("CompleteCoProductionProject", "p1", more);
  }
  absl::StatusOr<CoProductionProject> Stop(const std::string& more = "reason: 'No time'") {
    return calls_.Do<CoProductionProject>("StopCoProductionProject", "p1", more);
  }
};

TEST_F(CoProductionProjectTest, StartsWithPeopleAndAStepOfTheLadder) {
  ASSERT_THAT(Create("service_users_involved: 0"), IsOk());
  EXPECT_THAT(Start(), Refuses("NOBODY_INVOLVED"));
  ASSERT_THAT(Update("carers_involved: 1", "carers_involved"), IsOk());
  EXPECT_THAT(Start(), Refuses("LADDER_STEP_MISSING"));
  ASSERT_THAT(Update("ladder_step_start: ENGAGEMENT", "ladder_step_start"), IsOk());
  const auto started = Start("date: '2026-03-01'");
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(started->state(), CoProductionProject::ACTIVE);
  EXPECT_EQ(started->start_date(), "2026-03-01");
  EXPECT_THAT(Start(), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(CoProductionProjectTest, KeepsWhatItNeededWhileActive) {
  ASSERT_THAT(Create(kStartable), IsOk());
  ASSERT_THAT(Start(), IsOk());
  EXPECT_THAT(Update("service_users_involved: 0", "service_users_involved"),
              Violates("co_production_project.service_users_involved"));
  EXPECT_THAT(Update("", "ladder_step_start"), Violates("co_production_project.ladder_step_start"));
}

TEST_F(CoProductionProjectTest, CompletesWithStepDecisionsAndImpact) {
  ASSERT_THAT(Create(kStartable), IsOk());
  EXPECT_THAT(Complete(), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(Start("date: '2026-03-01'"), IsOk());
  EXPECT_THAT(Complete(), Refuses("LADDER_STEP_MISSING"));
  ASSERT_THAT(Update("ladder_step_now: CO_DESIGN", "ladder_step_now"), IsOk());
  EXPECT_THAT(Complete(), Refuses("DECISIONS_MISSING"));
  ASSERT_THAT(Update("decisions_made: 'Which plants'", "decisions_made"), IsOk());
  EXPECT_THAT(Complete(), Refuses("IMPACT_MISSING"));
  ASSERT_THAT(Update("impact: 'It is used'", "impact"), IsOk());
  EXPECT_THAT(Complete("date: '2026-02-28'"), Violates("date"));
  const auto completed = Complete("date: '2026-06-01'");
  ASSERT_THAT(completed, IsOk());
  EXPECT_EQ(completed->state(), CoProductionProject::COMPLETED);
  EXPECT_EQ(completed->end_date(), "2026-06-01");
  EXPECT_THAT(Stop(), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(CoProductionProjectTest, MayBeStoppedBeforeItStarts) {
  ASSERT_THAT(Create(), IsOk());
  EXPECT_THAT(Stop(""), Violates("reason"));
  const auto stopped = Stop();
  ASSERT_THAT(stopped, IsOk());
  EXPECT_EQ(stopped->state(), CoProductionProject::STOPPED);
  EXPECT_EQ(stopped->end_date(), "2026-06-15");
  EXPECT_EQ(stopped->stop_reason(), "No time");
  EXPECT_THAT(Start(), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(CoProductionProjectTest, IsNotStoppedBeforeItsFirstDay) {
  ASSERT_THAT(Create(kStartable), IsOk());
  ASSERT_THAT(Start("date: '2026-03-01'"), IsOk());
  EXPECT_THAT(Stop("reason: 'x' date: '2026-02-28'"), Violates("date"));
  EXPECT_THAT(Stop(), IsOk());
}

TEST_F(CoProductionProjectTest, IsNotPlannedToEndBeforeItStarted) {
  ASSERT_THAT(Create(absl::StrCat(kStartable, "planned_end_date: '2026-05-01'")), IsOk());
  EXPECT_THAT(Start("date: '2026-05-02'"), Violates("planned_end_date"));
  EXPECT_THAT(Start("date: '2026-05-01'"), IsOk());
}

class TeachingOpportunityTest : public PartnershipsTest {
 protected:
  absl::StatusOr<TeachingOpportunity> Create(const std::string& offered) {
    return calls_.Create<TeachingOpportunity>(
        "t1", absl::StrCat(kTeaching, "offered_date: '", offered, "'"));
  }
  absl::StatusOr<TeachingOpportunity> Do(const std::string& verb, const std::string& more = "") {
    return calls_.Do<TeachingOpportunity>(verb + "TeachingOpportunity", "t1", more);
  }
};

TEST_F(TeachingOpportunityTest, IsForUniversitiesOnly) {
  EXPECT_THAT(calls_.Create<TeachingOpportunity>(
                  "t1",
                  "school: 'organisations/swlstg/partners/council' module: 'M' kind: LECTURE "
                  "hours: 1 offered_date: '2026-01-01'"),
              Violates("teaching_opportunity.school"));
  ASSERT_THAT(Create("2026-01-01"), IsOk());
  EXPECT_THAT(calls_.Update<TeachingOpportunity>(
                  "t1", "school: 'organisations/swlstg/partners/hospital'", {"school"}),
              Violates("teaching_opportunity.school"));
}

TEST_F(TeachingOpportunityTest, FollowsTheArrows) {
  ASSERT_THAT(Create("2026-01-10"), IsOk());
  EXPECT_THAT(Do("Deliver"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Do("Agree", "date: '2026-01-09'"), Violates("date"));
  const auto agreed = Do("Agree", "date: '2026-02-01'");
  ASSERT_THAT(agreed, IsOk());
  EXPECT_EQ(agreed->state(), TeachingOpportunity::AGREED);
  EXPECT_EQ(agreed->agreed_date(), "2026-02-01");
  EXPECT_THAT(Do("Agree"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Do("Deliver", "date: '2026-01-09'"), Violates("date"));
  const auto delivered = Do("Deliver", "date: '2026-03-01'");
  ASSERT_THAT(delivered, IsOk());
  EXPECT_EQ(delivered->state(), TeachingOpportunity::DELIVERED);
  EXPECT_EQ(delivered->delivered_date(), "2026-03-01");
  EXPECT_THAT(Do("Deliver"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Do("Cancel", "reason: 'x'"), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(TeachingOpportunityTest, MayBeCancelledWhenOfferedAndWhenAgreed) {
  ASSERT_THAT(Create("2026-01-10"), IsOk());
  EXPECT_THAT(Do("Cancel"), Violates("reason"));
  EXPECT_THAT(Do("Cancel", "reason: 'x' date: '2026-01-09'"), Violates("date"));
  const auto cancelled = Do("Cancel", "reason: 'Declined'");
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_EQ(cancelled->state(), TeachingOpportunity::CANCELLED);
  EXPECT_EQ(cancelled->cancelled_date(), "2026-06-15");
  EXPECT_EQ(cancelled->cancel_reason(), "Declined");
  ASSERT_THAT(calls_.Create<TeachingOpportunity>(
                  "t2", absl::StrCat(kTeaching, "offered_date: '2026-01-10'")),
              IsOk());
  ASSERT_THAT(calls_.Do<TeachingOpportunity>("AgreeTeachingOpportunity", "t2"), IsOk());
  EXPECT_THAT(calls_.Do<TeachingOpportunity>("CancelTeachingOpportunity", "t2", "reason: 'Strike'"),
              IsOk());
}

TEST_F(TeachingOpportunityTest, WasOfferedByTodayAndNotAfterWhatFollowed) {
  EXPECT_THAT(Create("2026-06-16"), Violates("teaching_opportunity.offered_date"));
  ASSERT_THAT(Create("2026-01-10"), IsOk());
  ASSERT_THAT(Do("Agree", "date: '2026-02-01'"), IsOk());
  const auto move = [this](const char* offered) {
    return calls_.Update<TeachingOpportunity>("t1", offered, {"offered_date"});
  };
  EXPECT_THAT(move("offered_date: '2026-02-02'"), Violates("teaching_opportunity.offered_date"));
  EXPECT_THAT(move("offered_date: '2026-02-01'"), IsOk());
}

TEST_F(TeachingOpportunityTest, IsNotPlannedBeforeItIsOffered) {
  const std::string offered = absl::StrCat(kTeaching, "offered_date: '2026-01-10' ");
  EXPECT_THAT(calls_.Create<TeachingOpportunity>("planned", offered + "planned_date: '2026-01-09'"),
              Violates("teaching_opportunity.planned_date"));
  EXPECT_THAT(calls_.Create<TeachingOpportunity>("planned", offered + "planned_date: '2026-01-10'"),
              IsOk());
}

class SharedResourceTest : public PartnershipsTest {
 protected:
  absl::StatusOr<SharedResource> Create(const std::string& more = "") {
    return calls_.Create<SharedResource>("r1", absl::StrCat(kResource, more));
  }
  absl::StatusOr<SharedResource> Share(const std::string& more = "") {
    return calls_.Do<SharedResource>("ShareSharedResource", "r1", more);
  }
  absl::StatusOr<SharedResource> Withdraw(const std::string& more = "reason: 'Out of date'") {
    return calls_.Do<SharedResource>("WithdrawSharedResource", "r1", more);
  }
};

TEST_F(SharedResourceTest, IsReviewedAfterItWasShared) {
  ASSERT_THAT(Create("shared_with: 'slam' "), IsOk());
  ASSERT_THAT(Share("date: '2026-03-10'"), IsOk());
  EXPECT_THAT(calls_.Update<SharedResource>("r1", "review_date: '2026-03-09'", {"review_date"}),
              Violates("shared_resource.review_date"));
  EXPECT_THAT(calls_.Update<SharedResource>("r1", "review_date: '2026-03-10'", {"review_date"}),
              IsOk());
}

TEST_F(SharedResourceTest, IsSharedWithSomebody) {
  ASSERT_THAT(Create(), IsOk());
  EXPECT_THAT(Share(), Refuses("RECIPIENT_MISSING"));
  EXPECT_THAT(Withdraw(), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(calls_.Update<SharedResource>("r1", "shared_with: 'slam'", {"shared_with"}), IsOk());
  const auto shared = Share("date: '2026-03-01'");
  ASSERT_THAT(shared, IsOk());
  EXPECT_EQ(shared->state(), SharedResource::SHARED);
  EXPECT_EQ(shared->shared_date(), "2026-03-01");
  EXPECT_THAT(Share(), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(SharedResourceTest, KeepsARecipientWhileShared) {
  ASSERT_THAT(Create("shared_with: 'slam'"), IsOk());
  ASSERT_THAT(Share(), IsOk());
  EXPECT_THAT(calls_.Update<SharedResource>("r1", "", {"shared_with"}),
              Violates("shared_resource.shared_with"));
}

TEST_F(SharedResourceTest, IsNotSharedWithItsOwner) {
  EXPECT_THAT(Create("shared_with: ['slam', 'swlstg']"),
              Violates("shared_resource.shared_with[1]"));
}

TEST_F(SharedResourceTest, IsWithdrawnWithAReasonAndNotBeforeItWasShared) {
  ASSERT_THAT(Create("shared_with: 'slam'"), IsOk());
  ASSERT_THAT(Share("date: '2026-03-01'"), IsOk());
  EXPECT_THAT(Withdraw(""), Violates("reason"));
  EXPECT_THAT(Withdraw("reason: 'x' date: '2026-02-28'"), Violates("date"));
  const auto withdrawn = Withdraw();
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->state(), SharedResource::WITHDRAWN);
  EXPECT_EQ(withdrawn->withdrawn_date(), "2026-06-15");
  EXPECT_EQ(withdrawn->withdraw_reason(), "Out of date");
  EXPECT_THAT(Withdraw(), Refuses("ILLEGAL_TRANSITION"));
}

}  // namespace
}  // namespace potential::partnerships

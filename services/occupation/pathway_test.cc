// Referral pathways: versions, publication and revision.

#include "potential/occupation/v1/referral_pathway.pb.h"
#include "services/occupation/occupation_testing.h"

namespace potential::occupation {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::StatusIs;
using testing::Violates;
using v1::ReferralPathway;

class PathwayTest : public OccupationTest {
 protected:
  absl::StatusOr<ReferralPathway> Create(const std::string& id, const std::string& more = "") {
    return calls_.Create<ReferralPathway>(id, kPathway + more);
  }
  absl::StatusOr<ReferralPathway> Publish(const std::string& id, const std::string& more = "") {
    return calls_.Do<ReferralPathway>("PublishReferralPathway", id, more);
  }
  absl::StatusOr<ReferralPathway> Revise(const std::string& id, const std::string& more = "") {
    return calls_.Do<ReferralPathway>("ReviseReferralPathway", id, more);
  }
  absl::Status SetReviewDate(const std::string& id, const std::string& day) {
    return calls_.Update<ReferralPathway>(id, "review_date: '" + day + "'", {"review_date"})
        .status();
  }
};

TEST_F(PathwayTest, StartsAsFirstVersionOnTheLineOfItsService) {
  const auto made = Create("v1", "version: 7 service_line: 'acute-urgent-care'");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->version(), 1);
  EXPECT_EQ(made->supersedes(), "");
  EXPECT_EQ(made->service_line(), "community");
  EXPECT_EQ(made->state(), ReferralPathway::DRAFT);
}

TEST_F(PathwayTest, IsPublishedOnTheDayOfTheStep) {
  ASSERT_THAT(Create("v1", kPublishable), IsOk());
  const auto published = Publish("v1", "date: '2026-02-01'");
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published->state(), ReferralPathway::PUBLISHED);
  EXPECT_EQ(published->published_date(), "2026-02-01");
  EXPECT_THAT(Publish("v1"), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(PathwayTest, IsPublishedOnlyWhenItHasStepsLinkAndReviewDate) {
  ASSERT_THAT(Create("v1"), IsOk());
  EXPECT_THAT(Publish("v1"), Refuses("STEPS_MISSING"));
  ASSERT_THAT(calls_.Update<ReferralPathway>("v1", "steps { title: 'Triage' }", {"steps"}), IsOk());
  EXPECT_THAT(Publish("v1"), Refuses("LINK_MISSING"));
  ASSERT_THAT(calls_.Update<ReferralPathway>(
                  "v1", "published_link: 'https://www.example.org/refer'", {"published_link"}),
              IsOk());
  EXPECT_THAT(Publish("v1"), Refuses("REVIEW_DATE_MISSING"));
  ASSERT_THAT(SetReviewDate("v1", "2026-06-15"), IsOk());
  EXPECT_THAT(Publish("v1"), Refuses("REVIEW_DATE_PASSED"));
  EXPECT_THAT(Publish("v1", "date: '2026-06-14'"), IsOk());
}

TEST_F(PathwayTest, IsRevisedAsADraftWithTheSameContent) {
  ASSERT_THAT(Create("v1", kPublishable), IsOk());
  EXPECT_THAT(Revise("v1"), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(Publish("v1", "date: '2026-02-01'"), IsOk());
  const auto next = Revise("v1", "referral_pathway_id: 'v2'");
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->name(), calls_.Name<ReferralPathway>("v2"));
  EXPECT_EQ(next->state(), ReferralPathway::DRAFT);
  EXPECT_EQ(next->version(), 2);
  EXPECT_EQ(next->supersedes(), calls_.Name<ReferralPathway>("v1"));
  EXPECT_EQ(next->steps_size(), 1);
  EXPECT_EQ(next->review_date(), "");
  EXPECT_EQ(next->published_date(), "");
  EXPECT_EQ(calls_.Get<ReferralPathway>("v1")->state(), ReferralPathway::PUBLISHED);
}

TEST_F(PathwayTest, GetsANameWhenARevisionIsGivenNone) {
  ASSERT_THAT(Create("v1", kPublishable), IsOk());
  ASSERT_THAT(Publish("v1"), IsOk());
  EXPECT_NE(Revise("v1")->name(), "");
}

TEST_F(PathwayTest, IsRevisedOnceOnly) {
  ASSERT_THAT(Create("v1", kPublishable), IsOk());
  ASSERT_THAT(Publish("v1"), IsOk());
  ASSERT_THAT(Revise("v1", "referral_pathway_id: 'v2'"), IsOk());
  EXPECT_THAT(Revise("v1"), Refuses("LATER_VERSION_EXISTS"));
  ASSERT_THAT(calls_.Delete<ReferralPathway>("v2"), IsOk());
  EXPECT_THAT(Revise("v1", "referral_pathway_id: 'v2b'"), IsOk());
}

TEST_F(PathwayTest, IsNotRevisedUnderAnOldEtag) {
  const auto made = Create("v1", kPublishable);
  ASSERT_THAT(Publish("v1"), IsOk());
  EXPECT_THAT(Revise("v1", "etag: '" + made->etag() + "'"), StatusIs(absl::StatusCode::kAborted));
}

TEST_F(PathwayTest, IsSupersededInTheStepThatPublishesTheNextVersion) {
  ASSERT_THAT(Create("v1", kPublishable), IsOk());
  ASSERT_THAT(Publish("v1", "date: '2026-02-01'"), IsOk());
  ASSERT_THAT(Revise("v1", "referral_pathway_id: 'v2'"), IsOk());
  ASSERT_THAT(SetReviewDate("v2", "2027-06-30"), IsOk());
  EXPECT_THAT(Publish("v2", "date: '2026-01-31'"), Violates("date"));
  ASSERT_THAT(Publish("v2", "date: '2026-06-01'"), IsOk());
  const auto earlier = calls_.Get<ReferralPathway>("v1");
  EXPECT_EQ(earlier->state(), ReferralPathway::SUPERSEDED);
  EXPECT_EQ(earlier->superseded_date(), "2026-06-01");
  EXPECT_THAT(Revise("v1"), Refuses("ILLEGAL_TRANSITION"));
}

}  // namespace
}  // namespace potential::occupation

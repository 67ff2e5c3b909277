#include "absl/strings/str_cat.h"
#include "potential/occupation/v1/post.pb.h"
#include "potential/occupation/v1/protected_time_review.pb.h"
#include "services/occupation/occupation_testing.h"

namespace potential::occupation {
namespace {

using indicators::v1::Figure;
using testing::IsOk;
using v1::Post;
using v1::ProtectedTimeReview;

class PostIndicatorsTest : public OccupationTest {
 protected:
  void Establish(const std::string& id, const std::string& more, const std::string& day) {
    ASSERT_THAT(calls_.Create<Post>(id, absl::StrCat(kPost, more)), IsOk());
    ASSERT_THAT(calls_.Do<Post>("EstablishPost", id, "date: '" + day + "'"), IsOk());
  }
  void Review(const std::string& post, const std::string& day) {
    const std::string id = "review-of-" + post + day;
    ASSERT_THAT(
        calls_.Create<ProtectedTimeReview>(
            id, absl::StrCat("post: '", calls_.Name<Post>(post),
                             "' risk: 'No assessments' action: 'Agree' due_date: '2026-09-30'")),
        IsOk());
    ASSERT_THAT(calls_.Do<ProtectedTimeReview>("CompleteProtectedTimeReview", id,
                                               "outcome: RISK_ACCEPTED date: '" + day + "'"),
                IsOk());
  }
  Figure Identified(const std::string& day) {
    return calls_.Stock("occupation.posts_identified", day);
  }
  Figure ProtectedOrReviewed(const std::string& day) {
    return calls_.Stock("occupation.posts_protected_or_reviewed", day);
  }
};

std::string Identified(const std::string& status, const std::string& day) {
  return absl::StrCat("protected_time_status: ", status, " identified_date: '", day,
                      "' agreed_protected_hours_per_week: 5 ");
}

TEST_F(PostIndicatorsTest, SharesTheEstablishedPostsOnly) {
  EXPECT_FALSE(Identified("2026-06-15").has_value());
  ASSERT_THAT(calls_.Create<Post>("proposed", absl::StrCat(kPost, kNotIdentified)), IsOk());
  Establish("p1", kNotIdentified, "2026-01-10");
  Establish("p2", occupation::Identified("NOT_PROTECTED", "2026-03-01"), "2026-02-01");
  ASSERT_THAT(calls_.Do<Post>("ClosePost", "p1", "reason: 'x' date: '2026-05-01'"), IsOk());
  EXPECT_FALSE(Identified("2026-01-09").has_value());
  EXPECT_EQ(Identified("2026-01-10").denominator(), 1);
  EXPECT_EQ(Identified("2026-02-28").numerator(), 0);
  EXPECT_EQ(Identified("2026-03-01").value(), 50);
  EXPECT_EQ(Identified("2026-04-30").value(), 50);
  EXPECT_EQ(Identified("2026-05-01").value(), 100);
}

TEST_F(PostIndicatorsTest, PostsBehindAShareAreThoseOfTheDay) {
  ASSERT_THAT(calls_.Create<Post>("proposed", absl::StrCat(kPost, kNotIdentified)), IsOk());
  Establish("p1", kNotIdentified, "2026-01-10");
  Establish("p2", occupation::Identified("NOT_PROTECTED", "2026-03-01"), "2026-02-01");
  ASSERT_THAT(calls_.Do<Post>("ClosePost", "p1", "reason: 'x' date: '2026-05-01'"), IsOk());
  for (const char* day : {"2026-01-09", "2026-01-10", "2026-02-01", "2026-04-30", "2026-05-01"}) {
    EXPECT_EQ(calls_.CountBehind("occupation.posts_identified", day), Identified(day).denominator())
        << day;
    EXPECT_EQ(calls_.CountBehind("occupation.apprenticeship_posts_established", day), 0) << day;
  }
}

TEST_F(PostIndicatorsTest, CountsAPostThatWasIdentifiedBeforeItWasEstablished) {
  Establish("p1", occupation::Identified("PROTECTED", "2025-12-01"), "2026-02-01");
  EXPECT_FALSE(Identified("2026-01-31").has_value());
  EXPECT_EQ(Identified("2026-02-01").value(), 100);
}

TEST_F(PostIndicatorsTest, StaysIdentifiedThroughALaterLook) {
  Establish("p1", occupation::Identified("PROTECTED", "2026-02-01"), "2026-01-01");
  ASSERT_THAT(calls_.Update<Post>("p1", "identified_date: '2026-06-01'", {"identified_date"}),
              IsOk());
  EXPECT_EQ(Identified("2026-03-01").value(), 100);
  EXPECT_EQ(ProtectedOrReviewed("2026-03-01").value(), 100);
}

TEST_F(PostIndicatorsTest, AsksForProtectionOrACompletedReview) {
  Establish("protected", occupation::Identified("PROTECTED", "2026-02-01"), "2026-01-01");
  Establish("reviewed", occupation::Identified("NOT_PROTECTED", "2026-02-01"), "2026-01-01");
  Establish("open", occupation::Identified("NOT_PROTECTED", "2026-02-01"), "2026-01-01");
  Establish("unknown", kNotIdentified, "2026-01-01");
  Review("reviewed", "2026-04-01");
  Review("reviewed", "2026-03-01");
  Review("unknown", "2026-03-01");
  ASSERT_THAT(calls_.Create<ProtectedTimeReview>(
                  "begun",
                  "post: 'organisations/swlstg/posts/open' risk: 'x' action: 'y' "
                  "due_date: '2026-09-30'"),
              IsOk());
  EXPECT_EQ(ProtectedOrReviewed("2026-01-31").value(), 0);
  EXPECT_EQ(ProtectedOrReviewed("2026-02-01").value(), 25);
  EXPECT_EQ(ProtectedOrReviewed("2026-02-28").value(), 25);
  EXPECT_EQ(ProtectedOrReviewed("2026-03-01").value(), 50);
}

TEST_F(PostIndicatorsTest, CountsTheTimeBetweenReviewAndProtection) {
  Establish("p1", occupation::Identified("NOT_PROTECTED", "2026-02-01"), "2026-01-01");
  Review("p1", "2026-03-01");
  ASSERT_THAT(
      calls_.Update<Post>("p1", "protected_time_status: PROTECTED identified_date: '2026-05-01'",
                          {"protected_time_status", "identified_date"}),
      IsOk());
  EXPECT_EQ(ProtectedOrReviewed("2026-02-28").value(), 0);
  EXPECT_EQ(ProtectedOrReviewed("2026-04-01").value(), 100);
}

TEST_F(PostIndicatorsTest, IsSplitByServiceLine) {
  Establish("p1", occupation::Identified("PROTECTED", "2026-02-01"), "2026-01-01");
  ASSERT_THAT(calls_.Create<Post>("p2", absl::StrCat("service_line: 'acute-urgent-care' title: "
                                                     "'OT' band: 5 wte: 0.5 illustrative: true ",
                                                     kNotIdentified)),
              IsOk());
  ASSERT_THAT(calls_.Do<Post>("EstablishPost", "p2"), IsOk());
  const auto result =
      calls_.Ask("indicator: 'occupation.posts_identified' split_by: 'service_line'", "");
  ASSERT_THAT(result, IsOk());
  ASSERT_EQ(result->members_size(), 2);
  EXPECT_EQ(result->members(0).member(), "acute-urgent-care");
  EXPECT_EQ(result->members(0).total().value(), 0);
  EXPECT_TRUE(result->members(0).total().illustrative());
  EXPECT_EQ(result->members(1).total().value(), 100);
  EXPECT_FALSE(result->members(1).total().illustrative());
}

TEST_F(PostIndicatorsTest, CountsEstablishedApprenticeshipPosts) {
  Establish("p1", absl::StrCat(kNotIdentified, "is_apprenticeship_post: true"), "2026-02-01");
  Establish("p2", kNotIdentified, "2026-02-01");
  ASSERT_THAT(calls_.Do<Post>("ClosePost", "p1", "reason: 'x' date: '2026-05-01'"), IsOk());
  const auto posts = [this](const char* day) {
    return calls_.Stock("occupation.apprenticeship_posts_established", day).value();
  };
  EXPECT_EQ(posts("2026-01-31"), 0);
  EXPECT_EQ(posts("2026-02-01"), 1);
  EXPECT_EQ(posts("2026-04-30"), 1);
  EXPECT_EQ(posts("2026-05-01"), 0);
}

}  // namespace
}  // namespace potential::occupation

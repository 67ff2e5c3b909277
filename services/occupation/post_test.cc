// Posts and reviews of their protected time: rules and named transitions.

#include "absl/strings/str_cat.h"
#include "potential/occupation/v1/post.pb.h"
#include "potential/occupation/v1/protected_time_review.pb.h"
#include "services/occupation/occupation_testing.h"

namespace potential::occupation {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::Violates;
using v1::Post;
using v1::ProtectedTimeReview;

class PostTest : public OccupationTest {
 protected:
  absl::StatusOr<Post> Create(const std::string& more) {
    return calls_.Create<Post>("p1", absl::StrCat(kPost, more));
  }
};

using ProtectedTimeReviewTest = PostTest;

constexpr char kProtected[] =
    "protected_time_status: PROTECTED agreed_protected_hours_per_week: 7.5 ";

TEST_F(PostTest, IsEstablishedInThatStateOnly) {
  ASSERT_THAT(Create(kNotIdentified), IsOk());
  EXPECT_FALSE(calls_.Get<Post>("p1")->established());
  EXPECT_THAT(calls_.Do<Post>("ClosePost", "p1", "reason: 'x'"), Refuses("ILLEGAL_TRANSITION"));
  const auto established = calls_.Do<Post>("EstablishPost", "p1", "date: '2026-01-05'");
  ASSERT_THAT(established, IsOk());
  EXPECT_EQ(established->state(), Post::ESTABLISHED);
  EXPECT_TRUE(established->established());
  EXPECT_EQ(established->established_date(), "2026-01-05");
  EXPECT_THAT(calls_.Do<Post>("EstablishPost", "p1"), Refuses("ILLEGAL_TRANSITION"));
  const auto closed = calls_.Do<Post>("ClosePost", "p1", "reason: 'Line closed'");
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), Post::CLOSED);
  EXPECT_FALSE(closed->established());
  EXPECT_EQ(closed->closed_date(), "2026-06-15");
  EXPECT_EQ(closed->close_reason(), "Line closed");
  EXPECT_THAT(calls_.Do<Post>("EstablishPost", "p1"), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(PostTest, IsNotClosedBeforeItWasEstablishedNorWithoutReason) {
  ASSERT_THAT(Create(kNotIdentified), IsOk());
  ASSERT_THAT(calls_.Do<Post>("EstablishPost", "p1", "date: '2026-01-05'"), IsOk());
  EXPECT_THAT(calls_.Do<Post>("ClosePost", "p1", "date: '2026-01-04' reason: 'x'"),
              Violates("date"));
  EXPECT_THAT(calls_.Do<Post>("ClosePost", "p1"), Violates("reason"));
}

TEST_F(PostTest, HasTheDayOfItsStatusExactlyWhenThatIsKnown) {
  EXPECT_THAT(Create("protected_time_status: NOT_IDENTIFIED identified_date: '2026-01-05'"),
              Violates("post.identified_date"));
  EXPECT_THAT(Create("protected_time_status: NOT_PROTECTED"), Violates("post.identified_date"));
  EXPECT_THAT(Create("protected_time_status: NOT_PROTECTED identified_date: '2026-06-16'"),
              Violates("post.identified_date"));
  EXPECT_THAT(Create("protected_time_status: NOT_PROTECTED identified_date: '2026-06-15'"), IsOk());
}

TEST_F(PostTest, IsProtectedWhenHoursAreAgreedAndKept) {
  const std::string day = "identified_date: '2026-01-05' ";
  EXPECT_THAT(Create("protected_time_status: PROTECTED " + day),
              Violates("post.agreed_protected_hours_per_week"));
  EXPECT_THAT(Create(absl::StrCat(kProtected, day, "actual_protected_hours_per_week: 7")),
              Violates("post.actual_protected_hours_per_week"));
  EXPECT_THAT(Create(absl::StrCat(kProtected, day, "actual_protected_hours_per_week: 7.5")),
              IsOk());
}

TEST_F(PostTest, RemembersSinceWhenItsStatusIsKnownAndAsItIs) {
  ASSERT_THAT(Create("protected_time_status: NOT_PROTECTED identified_date: '2026-01-05'"), IsOk());
  // Looked at again: nothing has changed.
  auto post = calls_.Update<Post>("p1", "identified_date: '2026-03-05'", {"identified_date"});
  ASSERT_THAT(post, IsOk());
  EXPECT_EQ(post->identified_since(), "2026-01-05");
  EXPECT_EQ(post->status_since(), "2026-01-05");
  post = calls_.Update<Post>(
      "p1", absl::StrCat(kProtected, "identified_date: '2026-05-05'"),
      {"identified_date", "protected_time_status", "agreed_protected_hours_per_week"});
  ASSERT_THAT(post, IsOk());
  EXPECT_EQ(post->identified_since(), "2026-01-05");
  EXPECT_EQ(post->status_since(), "2026-05-05");
  post = calls_.Update<Post>("p1", kNotIdentified, {"identified_date", "protected_time_status"});
  ASSERT_THAT(post, IsOk());
  EXPECT_EQ(post->identified_since(), "");
  EXPECT_EQ(post->status_since(), "");
}

TEST_F(PostTest, TakesAnEarlierDayAsACorrection) {
  ASSERT_THAT(Create("protected_time_status: NOT_PROTECTED identified_date: '2026-02-05'"), IsOk());
  const auto post = calls_.Update<Post>("p1", "identified_date: '2026-01-05'", {"identified_date"});
  ASSERT_THAT(post, IsOk());
  EXPECT_EQ(post->identified_since(), "2026-01-05");
  EXPECT_EQ(post->status_since(), "2026-01-05");
}

TEST_F(ProtectedTimeReviewTest, IsOnTheLineOfItsPost) {
  ASSERT_THAT(Create(kNotIdentified), IsOk());
  const auto review = calls_.Create<ProtectedTimeReview>("r1", kReview);
  ASSERT_THAT(review, IsOk());
  EXPECT_EQ(review->service_line(), "community");
}

TEST_F(ProtectedTimeReviewTest, IsRefusedWithoutItsPost) {
  EXPECT_THAT(calls_.Create<ProtectedTimeReview>("r1", kReview),
              Violates("protected_time_review.post"));
}

TEST_F(ProtectedTimeReviewTest, IsCompletedOnceWithAnOutcome) {
  ASSERT_THAT(Create(kNotIdentified), IsOk());
  ASSERT_THAT(calls_.Create<ProtectedTimeReview>("r1", kReview), IsOk());
  const char* complete = "CompleteProtectedTimeReview";
  EXPECT_THAT(calls_.Do<ProtectedTimeReview>(complete, "r1"), Violates("outcome"));
  const auto done =
      calls_.Do<ProtectedTimeReview>(complete, "r1", "date: '2026-06-01' outcome: RISK_ACCEPTED");
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->state(), ProtectedTimeReview::COMPLETED);
  EXPECT_EQ(done->reviewed_date(), "2026-06-01");
  EXPECT_EQ(done->outcome(), ProtectedTimeReview::RISK_ACCEPTED);
  EXPECT_THAT(calls_.Do<ProtectedTimeReview>(complete, "r1", "outcome: ESCALATED"),
              Refuses("ILLEGAL_TRANSITION"));
}

}  // namespace
}  // namespace potential::occupation

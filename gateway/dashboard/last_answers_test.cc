#include "gateway/dashboard/last_answers.h"

#include <gtest/gtest.h>

#include "services/chassis/testing/fake_clock.h"

namespace potential::gateway {
namespace {

const absl::Time kNoon = absl::FromUnixSeconds(1'781'524'800);
constexpr char kQuestion[] = "swlstg:2026-06-15:viewer/internal/";

// An answer of workforce at a revision of its topic.
ServiceAnswer Answer(int64_t revision) {
  ServiceAnswer answer;
  answer.figures.add_incarnations("a");
  (*answer.figures.mutable_topic_revisions())["bulletins"] = revision;
  return answer;
}

ServiceAnswer Failed(absl::StatusCode code = absl::StatusCode::kUnavailable) {
  ServiceAnswer answer;
  answer.status = absl::Status(code, "failed");
  return answer;
}

class LastAnswersTest : public ::testing::Test {
 protected:
  void Keep(const std::string& question, ServiceAnswer answer) {
    last_.Keep(question, clock_.Now(), {{"workforce", std::move(answer)}});
  }

  // What becomes of a failed answer to the question.
  ServiceAnswer StandIn(const std::string& question, ServiceAnswer failed = Failed()) {
    ServiceAnswers answers = {{"workforce", std::move(failed)}};
    last_.StandIn(question, answers);
    return answers.at("workforce");
  }

  static int64_t RevisionOf(const ServiceAnswer& answer) {
    return StateOf(answer.figures).revisions.at("bulletins");
  }

  testing::FakeClock clock_{kNoon};
  LastAnswers last_{clock_, absl::Hours(12)};
};

TEST_F(LastAnswersTest, StandsInWithItsTimeWhenTheServiceFails) {
  Keep(kQuestion, Answer(3));
  clock_.Advance(absl::Minutes(5));
  for (const absl::StatusCode code :
       {absl::StatusCode::kUnavailable, absl::StatusCode::kDeadlineExceeded,
        absl::StatusCode::kResourceExhausted, absl::StatusCode::kInternal}) {
    const ServiceAnswer answer = StandIn(kQuestion, Failed(code));
    ASSERT_TRUE(answer.IsThere());
    EXPECT_EQ(answer.earlier, kNoon);
    EXPECT_EQ(answer.status.code(), code);
    EXPECT_EQ(RevisionOf(answer), 3);
  }
}

TEST_F(LastAnswersTest, LeavesAGoodAnswerAsItIs) {
  Keep(kQuestion, Answer(3));
  const ServiceAnswer answer = StandIn(kQuestion, Answer(4));
  EXPECT_EQ(answer.earlier, std::nullopt);
  EXPECT_EQ(RevisionOf(answer), 4);
}

TEST_F(LastAnswersTest, NeverStandsInForAnotherQuestion) {
  Keep(kQuestion, Answer(3));
  EXPECT_FALSE(StandIn("swlstg:2026-06-15:editor/internal/").IsThere());
  EXPECT_FALSE(StandIn("swlstg:2026-06-16:viewer/internal/").IsThere());
  EXPECT_FALSE(StandIn("tower-hamlets:2026-06-15:viewer/internal/").IsThere());
}

TEST_F(LastAnswersTest, NeverStandsInForAnotherService) {
  Keep(kQuestion, Answer(3));
  ServiceAnswers answers = {{"evidence", Failed()}};
  last_.StandIn(kQuestion, answers);
  EXPECT_FALSE(answers.at("evidence").IsThere());
}

TEST_F(LastAnswersTest, RefusalStandsAndEndsWhatWasKept) {
  for (const absl::StatusCode code :
       {absl::StatusCode::kPermissionDenied, absl::StatusCode::kUnauthenticated,
        absl::StatusCode::kNotFound, absl::StatusCode::kInvalidArgument}) {
    Keep(kQuestion, Answer(3));
    EXPECT_FALSE(StandIn(kQuestion, Failed(code)).IsThere());
    Keep(kQuestion, Failed(code));
    EXPECT_FALSE(StandIn(kQuestion).IsThere());
  }
}

TEST_F(LastAnswersTest, FailureIsNotKept) {
  Keep(kQuestion, Answer(3));
  Keep(kQuestion, Failed());
  EXPECT_EQ(RevisionOf(StandIn(kQuestion)), 3);
}

TEST_F(LastAnswersTest, DoesNotStandInOnceTooOld) {
  Keep(kQuestion, Answer(3));
  clock_.Advance(absl::Hours(12) - absl::Seconds(1));
  EXPECT_TRUE(StandIn(kQuestion).IsThere());
  clock_.Advance(absl::Seconds(1));
  EXPECT_FALSE(StandIn(kQuestion).IsThere());
}

TEST_F(LastAnswersTest, KeepsNothingForAnAgeOfZero) {
  LastAnswers none(clock_, absl::ZeroDuration());
  none.Keep(kQuestion, clock_.Now(), {{"workforce", Answer(3)}});
  ServiceAnswers answers = {{"workforce", Failed()}};
  none.StandIn(kQuestion, answers);
  EXPECT_FALSE(answers.at("workforce").IsThere());
}

TEST_F(LastAnswersTest, ConfirmedAnswerIsAsNewAsItsConfirmation) {
  Keep(kQuestion, Answer(3));
  clock_.Advance(absl::Hours(1));
  last_.Confirm(kQuestion, "workforce", StateOf(Answer(3).figures), clock_.Now());
  EXPECT_EQ(StandIn(kQuestion).earlier, kNoon + absl::Hours(1));
  // Another state says nothing about it.
  last_.Confirm(kQuestion, "workforce", StateOf(Answer(4).figures), clock_.Now() + absl::Hours(1));
  EXPECT_EQ(StandIn(kQuestion).earlier, kNoon + absl::Hours(1));
}

TEST_F(LastAnswersTest, AnswerToALaterAskingIsNotReplaced) {
  last_.Keep(kQuestion, kNoon + absl::Seconds(2), {{"workforce", Answer(4)}});
  last_.Keep(kQuestion, kNoon + absl::Seconds(1), {{"workforce", Answer(3)}});
  EXPECT_EQ(RevisionOf(StandIn(kQuestion)), 4);
}

TEST_F(LastAnswersTest, AnswersNotUsedForLongestGoFirst) {
  const size_t bytes = Answer(1).figures.ByteSizeLong();
  LastAnswers two(clock_, absl::Hours(12), 2 * bytes);
  const auto stands_in = [&two](const std::string& question) {
    ServiceAnswers answers = {{"workforce", Failed()}};
    two.StandIn(question, answers);
    return answers.at("workforce").IsThere();
  };
  two.Keep("a", kNoon, {{"workforce", Answer(1)}});
  two.Keep("b", kNoon, {{"workforce", Answer(1)}});
  EXPECT_TRUE(stands_in("a"));
  two.Keep("c", kNoon, {{"workforce", Answer(1)}});
  EXPECT_TRUE(stands_in("a"));
  EXPECT_FALSE(stands_in("b"));
  EXPECT_TRUE(stands_in("c"));
}

}  // namespace
}  // namespace potential::gateway

// What is known of four services' topics over their real feeds.

#include "gateway/backends/topic_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/testing/fake_service.h"
#include "services/chassis/rpc/open_calls.h"

namespace potential::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr char kOrganisation[] = "swlstg";

class TopicWatchTest : public ::testing::Test {
 protected:
  TopicWatchTest() : backends_(suite_.MakeBackends()), watch_(*backends_, rpc::CallOptions()) {
    watch_.AddListener(
        [this](const std::string& organisation, const std::set<std::string>& topics) {
          absl::MutexLock lock(&mutex_);
          heard_.push_back({organisation, {topics.begin(), topics.end()}});
        });
  }
  ~TopicWatchTest() override {
    suite_.StopAll();
    watch_.Stop();
    rpc::AwaitCallsOver();
  }

  using Heard = std::pair<std::string, std::vector<std::string>>;

  // Waits for the next thing that the listener hears.
  Heard Next() {
    absl::MutexLock lock(&mutex_);
    const auto more = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return heard_.size() > taken_;
    };
    mutex_.Await(absl::Condition(&more));
    return heard_[taken_++];
  }

  // Connects the feed of the only service that runs.
  void Connect(const std::string& service) {
    ASSERT_TRUE(backends_->Find(service)->channel->WaitForConnected(
        std::chrono::system_clock::now() + std::chrono::seconds(60)));
    watch_.Tick();
    EXPECT_THAT(Next(), Pair("", ElementsAre()));
  }

  void LearnAt(const std::string& service, int64_t connection, const std::string& topic,
               int64_t revision) {
    watch_.Learn(service, kOrganisation, connection,
                 {.incarnation = suite_[service].Incarnation(), .revisions = {{topic, revision}}});
  }

  FakeSuite suite_;
  std::unique_ptr<Backends> backends_;
  absl::Mutex mutex_;
  std::vector<Heard> heard_ ABSL_GUARDED_BY(mutex_);
  size_t taken_ ABSL_GUARDED_BY(mutex_) = 0;
  TopicWatch watch_;
};

TEST_F(TopicWatchTest, NothingIsKnownBeforeAnAnswerIsLearned) {
  EXPECT_EQ(watch_.Connection("workforce"), 0);
  suite_["workforce"].Start();
  Connect("workforce");
  EXPECT_NE(watch_.Connection("workforce"), 0);
  EXPECT_EQ(watch_.Known("workforce", kOrganisation), std::nullopt);
  LearnAt("workforce", watch_.Connection("workforce"), "bulletins", 4);
  EXPECT_THAT(watch_.Known("workforce", kOrganisation)->revisions,
              ElementsAre(Pair("bulletins", 4)));
  EXPECT_EQ(watch_.Known("workforce", "tower-hamlets"), std::nullopt);
}

TEST_F(TopicWatchTest, CommitRaisesWhatIsKnownAndIsTold) {
  suite_["workforce"].Start();
  Connect("workforce");
  LearnAt("workforce", watch_.Connection("workforce"), "bulletins", 0);
  const int64_t revision = suite_["workforce"].Commit(kOrganisation, "bulletins");
  EXPECT_THAT(Next(), Pair(kOrganisation, ElementsAre("bulletins")));
  EXPECT_THAT(watch_.Known("workforce", kOrganisation)->revisions,
              ElementsAre(Pair("bulletins", revision)));
}

TEST_F(TopicWatchTest, PartsOfAnImportAreHeardOfOnceASecondAndItsEndAtOnce) {
  suite_["workforce"].Start();
  Connect("workforce");
  watch_.Tick();
  LearnAt("workforce", watch_.Connection("workforce"), "interventions", 0);
  FakeService& service = suite_["workforce"];
  service.Commit(kOrganisation, "interventions", storage::Change::kFactsPart);
  const int64_t part =
      service.Commit(kOrganisation, "interventions", storage::Change::kFactsPart);
  // A change of something else shows that the parts before it have come.
  service.Commit(kOrganisation, "bulletins");
  EXPECT_THAT(Next(), Pair(kOrganisation, ElementsAre("bulletins")));
  EXPECT_EQ(watch_.Known("workforce", kOrganisation)->revisions.at("interventions"), 0);
  watch_.Tick();
  watch_.Tick();
  EXPECT_THAT(Next(), Pair(kOrganisation, ElementsAre("interventions")));
  EXPECT_EQ(watch_.Known("workforce", kOrganisation)->revisions.at("interventions"), part);
  service.Commit(kOrganisation, "interventions", storage::Change::kFactsPart);
  const int64_t end = service.Commit(kOrganisation, "interventions", storage::Change::kFacts);
  EXPECT_THAT(Next(), Pair(kOrganisation, ElementsAre("interventions")));
  EXPECT_EQ(watch_.Known("workforce", kOrganisation)->revisions.at("interventions"), end);
}

TEST_F(TopicWatchTest, AnswerThatIsOlderThanWhatWasHeardDoesNotLowerIt) {
  suite_["workforce"].Start();
  Connect("workforce");
  const int64_t connection = watch_.Connection("workforce");
  const int64_t revision = suite_["workforce"].Commit(kOrganisation, "bulletins");
  Next();
  LearnAt("workforce", connection, "bulletins", revision - 1);
  EXPECT_THAT(watch_.Known("workforce", kOrganisation)->revisions,
              ElementsAre(Pair("bulletins", revision)));
}

TEST_F(TopicWatchTest, FeedThatBreaksOffTellsSoAndKnowsNothingMore) {
  suite_["workforce"].Start();
  Connect("workforce");
  const int64_t before = watch_.Connection("workforce");
  LearnAt("workforce", before, "bulletins", 4);
  suite_["workforce"].Stop();
  EXPECT_THAT(Next(), Pair("", ElementsAre()));
  EXPECT_EQ(watch_.Connection("workforce"), 0);
  EXPECT_EQ(watch_.Known("workforce", kOrganisation), std::nullopt);
  // What was asked over the earlier connection may have missed changes.
  suite_["workforce"].Start();
  Connect("workforce");
  LearnAt("workforce", before, "bulletins", 4);
  EXPECT_EQ(watch_.Known("workforce", kOrganisation), std::nullopt);
}

TEST_F(TopicWatchTest, AnswerOfAnotherStoreIsNotLearned) {
  suite_["workforce"].Start();
  Connect("workforce");
  watch_.Learn("workforce", kOrganisation, watch_.Connection("workforce"),
               {.incarnation = "another", .revisions = {{"bulletins", 4}}});
  EXPECT_EQ(watch_.Known("workforce", kOrganisation), std::nullopt);
}

TEST_F(TopicWatchTest, ServiceThatIsAwayDoesNotDisturbTheOthers) {
  suite_["evidence"].Start();
  Connect("evidence");
  EXPECT_EQ(watch_.Connection("workforce"), 0);
  suite_["evidence"].Commit(kOrganisation, "forums");
  EXPECT_THAT(Next(), Pair(kOrganisation, ElementsAre("forums")));
}

}  // namespace
}  // namespace potential::gateway

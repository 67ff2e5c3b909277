// The merged feed over four real feeds, each behind a real gRPC server; the caller's side is the
// test's own, so that it decides when a message is taken.

#include "gateway/changes/change_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "gateway/changes/service_positions.h"
#include "gateway/testing/fake_call.h"
#include "gateway/testing/fake_service.h"
#include "potential/changes/v1/change_service.pb.h"
#include "services/chassis/rpc/open_calls.h"
#include "services/chassis/testing/fake_clock.h"
#include "services/chassis/testing/matchers.h"
#include "services/chassis/testing/service_fixture.h"

namespace potential::gateway {
namespace {

using changes::v1::WatchChangesRequest;
using changes::v1::WatchChangesResponse;
using ::testing::Contains;
using ::testing::IsEmpty;
using testing::StatusIs;
using testing::Violates;

constexpr char kOrganisation[] = "swlstg";
constexpr char kPath[] = "/potential.changes.v1.ChangeService/WatchChanges";
WatchChangesResponse Next(FakeCall& caller) { return caller.Next<WatchChangesResponse>(); }

// The next message with a commit.
WatchChangesResponse NextCommit(FakeCall& caller) {
  WatchChangesResponse message = Next(caller);
  while (!message.has_commit() && !::testing::Test::HasFailure()) message = Next(caller);
  return message;
}

class ChangeServiceTest : public ::testing::Test {
 protected:
  ChangeServiceTest() {
    strategies_ = *strategy::StrategyHolder::Open([] {
      return strategy::StrategySet::FromFiles(
          {{"swlstg.textproto", testing::SmallStrategy("swlstg")},
           {"tower-hamlets.textproto", testing::SmallStrategy("tower-hamlets")}});
    });
    backends_ = suite_.MakeBackends();
    service_ = std::make_unique<ChangeServiceImpl>(ChangeServiceOptions{
        .backends = backends_.get(),
        .strategies = strategies_.get(),
        .clock = &clock_,
        .forward = [](const rpc::CallContext&) { return rpc::CallOptions(); }});
    service_->Bind(routes_);
  }
  ~ChangeServiceTest() override {
    service_->Drain();
    rpc::AwaitCallsOver();
  }

  std::shared_ptr<FakeCall> Watch(const std::string& position = "",
                                  const std::string& parent = kOrganisation) {
    auto request = std::make_shared<WatchChangesRequest>();
    request->add_parents("organisations/" + parent);
    request->set_position(position);
    auto call = std::make_shared<rpc::CallContext>();
    call->identity = rpc::LocalAdministrator();
    auto caller = std::make_shared<FakeCall>();
    routes_.Find(kPath)->server_stream(call, request, caller);
    return caller;
  }

  // A watch that has begun, with all services found.
  std::shared_ptr<FakeCall> WatchFromNow() {
    std::shared_ptr<FakeCall> caller = Watch();
    first_ = Next(*caller);
    EXPECT_FALSE(first_.has_commit());
    EXPECT_THAT(first_.delays(), IsEmpty());
    return caller;
  }

  void TickAfter(absl::Duration duration) {
    clock_.Advance(duration);
    service_->Tick();
  }

  // The next message of which `as_wanted` is true. The clock goes on meanwhile, and services send
  // their own marks, but for the one that says nothing. Marks make time run faster than messages
  // travel, so a stream may be lost as too slow on the way and is found again by a tick.
  template <typename Wanted>
  WatchChangesResponse Await(FakeCall& caller, Wanted as_wanted, const std::string& silent = "") {
    const absl::Time limit = absl::Now() + FakeCall::kLimit;
    while (absl::Now() < limit) {
      for (const char* service : kServiceNames) {
        if (service != silent) suite_[service].TickFeed();
      }
      TickAfter(kMarkAfter);
      const WatchChangesResponse message = Next(caller);
      if (as_wanted(message)) return message;
    }
    ADD_FAILURE() << "no such message";
    return {};
  }
  template <typename Wanted>
  WatchChangesResponse AwaitMark(FakeCall& caller, Wanted as_wanted,
                                 const std::string& silent = "") {
    const auto wanted = [&](const WatchChangesResponse& message) {
      return !message.has_commit() && as_wanted(message);
    };
    return Await(caller, wanted, silent);
  }
  WatchChangesResponse AwaitCommit(FakeCall& caller) {
    return Await(caller, [](const WatchChangesResponse& message) { return message.has_commit(); });
  }

  static std::vector<std::string> Delayed(const WatchChangesResponse& message) {
    std::vector<std::string> services;
    for (const auto& delay : message.delays()) services.push_back(delay.service());
    return services;
  }

  // Others may be late for a moment while time runs fast.
  static bool OnlyEvidenceDelayed(const WatchChangesResponse& message) {
    return Delayed(message) == std::vector<std::string>{"evidence"};
  }

  // `workforce 3`.
  static std::string Label(const WatchChangesResponse& message) {
    return message.service() + " " + std::to_string(message.commit().revision());
  }

  testing::FakeClock clock_{absl::FromUnixSeconds(1'781'524'800)};
  FakeSuite suite_;
  std::unique_ptr<strategy::StrategyHolder> strategies_;
  std::unique_ptr<Backends> backends_;
  std::unique_ptr<ChangeServiceImpl> service_;
  rpc::Routes routes_;
  WatchChangesResponse first_;
};

TEST_F(ChangeServiceTest, BeginsWithThePositionsOfAllServices) {
  suite_.StartAll();
  WatchFromNow();
  const ServicePositions positions = DecodePositions(first_.position()).value();
  for (const auto& [service, position] : positions) {
    EXPECT_NE(position, "") << service;
  }
}

TEST_F(ChangeServiceTest, TellsTheChangesOfEachServiceInOrderAndOnce) {
  suite_.StartAll();
  const std::shared_ptr<FakeCall> caller = WatchFromNow();
  constexpr int kEach = 20;
  for (int i = 0; i < kEach; ++i) {
    for (const char* service : kServiceNames) suite_[service].Commit(kOrganisation, "things");
  }
  std::map<std::string, int64_t> last;
  for (int i = 0; i < kEach * 4; ++i) {
    const WatchChangesResponse message = NextCommit(*caller);
    EXPECT_EQ(message.commit().revision(), ++last[message.service()]);
    EXPECT_EQ(message.incarnation(), suite_[message.service()].Incarnation());
    EXPECT_EQ(message.commit().organisation(), "organisations/swlstg");
    EXPECT_EQ(message.commit().changes(0).topic(), "things");
  }
  EXPECT_EQ(last.size(), 4u);
}

TEST_F(ChangeServiceTest, TellsNothingOfOtherOrganisations) {
  suite_.StartAll();
  const std::shared_ptr<FakeCall> caller = WatchFromNow();
  suite_["evidence"].Commit("tower-hamlets", "things");
  suite_["evidence"].Commit(kOrganisation, "things");
  EXPECT_EQ(NextCommit(*caller).commit().organisation(), "organisations/swlstg");
}

TEST_F(ChangeServiceTest, ResumesFromEveryPosition) {
  suite_.StartAll();
  const std::shared_ptr<FakeCall> caller = WatchFromNow();
  for (int i = 0; i < 2; ++i) {
    for (const char* service : kServiceNames) suite_[service].Commit(kOrganisation, "things");
  }
  std::vector<std::string> labels;
  std::vector<std::string> positions = {first_.position()};
  for (int i = 0; i < 8; ++i) {
    const WatchChangesResponse message = NextCommit(*caller);
    labels.push_back(Label(message));
    positions.push_back(message.position());
  }
  for (size_t i = 0; i < positions.size(); ++i) {
    const std::shared_ptr<FakeCall> again = Watch(positions[i]);
    std::vector<std::string> rest;
    for (size_t j = i; j < labels.size(); ++j) rest.push_back(Label(NextCommit(*again)));
    EXPECT_THAT(rest, ::testing::UnorderedElementsAreArray(labels.begin() + static_cast<long>(i),
                                                           labels.end()));
    again->GoAway();
  }
}

TEST_F(ChangeServiceTest, ServiceThatIsAwayDelaysItsOwnChangesOnly) {
  suite_.StartAll();
  const std::shared_ptr<FakeCall> caller = WatchFromNow();
  suite_["evidence"].Commit(kOrganisation, "things");
  EXPECT_EQ(Label(AwaitCommit(*caller)), "evidence 1");

  suite_["evidence"].Stop();
  const WatchChangesResponse mark = AwaitMark(*caller, OnlyEvidenceDelayed);
  EXPECT_FALSE(mark.delays(0).position_unknown());
  suite_["evidence"].Commit(kOrganisation, "things");
  suite_["evidence"].Commit(kOrganisation, "things");
  suite_["workforce"].Commit(kOrganisation, "things");
  const WatchChangesResponse other = AwaitCommit(*caller);
  EXPECT_EQ(Label(other), "workforce 1");
  EXPECT_THAT(Delayed(other), Contains("evidence"));

  suite_["evidence"].Start();
  ASSERT_TRUE(backends_->Find("evidence")
                  ->channel->WaitForConnected(std::chrono::system_clock::now() +
                                              absl::ToChronoSeconds(FakeCall::kLimit)));
  service_->Tick();
  EXPECT_EQ(Label(AwaitCommit(*caller)), "evidence 2");
  EXPECT_EQ(Label(AwaitCommit(*caller)), "evidence 3");
  AwaitMark(*caller, [](const WatchChangesResponse& message) { return !message.delays_size(); });
}

TEST_F(ChangeServiceTest, WatchBegunWhileAServiceIsAwayKnowsNoPositionOfIt) {
  suite_.StartAll();
  suite_["evidence"].Stop();
  const std::shared_ptr<FakeCall> caller = Watch();
  TickAfter(kMarkAfter);
  const WatchChangesResponse mark = AwaitMark(*caller, OnlyEvidenceDelayed);
  EXPECT_TRUE(mark.delays(0).position_unknown());
  suite_["workforce"].Commit(kOrganisation, "things");
  EXPECT_EQ(Label(AwaitCommit(*caller)), "workforce 1");

  suite_["evidence"].Start();
  ASSERT_TRUE(backends_->Find("evidence")
                  ->channel->WaitForConnected(std::chrono::system_clock::now() +
                                              absl::ToChronoSeconds(FakeCall::kLimit)));
  AwaitMark(*caller, [](const WatchChangesResponse& message) { return !message.delays_size(); });
  suite_["evidence"].Commit(kOrganisation, "things");
  EXPECT_EQ(Label(AwaitCommit(*caller)), "evidence 1");
}

TEST_F(ChangeServiceTest, ServiceThatSaysNothingIsDelayed) {
  suite_.StartAll();
  const std::shared_ptr<FakeCall> caller = WatchFromNow();
  // The marks of the others take a moment, in which they may count as delayed too.
  const WatchChangesResponse mark = AwaitMark(*caller, OnlyEvidenceDelayed, "evidence");
  EXPECT_FALSE(mark.delays(0).position_unknown());
  AwaitMark(*caller, [](const WatchChangesResponse& message) { return !message.delays_size(); });
}

TEST_F(ChangeServiceTest, MarksComeWhileNothingHappens) {
  suite_.StartAll();
  const std::shared_ptr<FakeCall> caller = WatchFromNow();
  service_->Tick();
  EXPECT_FALSE(caller->HasMessage());
  TickAfter(kMarkAfter);
  const WatchChangesResponse mark = Next(*caller);
  EXPECT_FALSE(mark.has_commit());
  EXPECT_EQ(mark.position(), first_.position());
  EXPECT_EQ(mark.service(), "");
}

TEST_F(ChangeServiceTest, PositionBeforeTheCompactionIsOutOfRange) {
  suite_.StartAll();
  WatchFromNow();
  for (int i = 0; i < 3; ++i) suite_["partnerships"].Commit(kOrganisation, "things");
  suite_["partnerships"].Compact(kOrganisation, 2);
  const std::shared_ptr<FakeCall> late = Watch(first_.position());
  const absl::Status end = late->AwaitEnd();
  EXPECT_THAT(end, StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_EQ(testing::ReasonOf(end), "POSITION_COMPACTED");
}

TEST_F(ChangeServiceTest, PositionOfOneServiceIsRefused) {
  suite_.StartAll();
  WatchFromNow();
  const ServicePositions positions = DecodePositions(first_.position()).value();
  EXPECT_THAT(Watch(positions.at("workforce"))->AwaitEnd(), Violates("position"));
  EXPECT_THAT(Watch("g1.AAAA.AAAA.AAAA.AAAA")->AwaitEnd(), Violates("position"));
}

TEST_F(ChangeServiceTest, OrganisationThatIsNotThereIsNotFound) {
  EXPECT_THAT(Watch("", "nowhere")->AwaitEnd(), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ChangeServiceTest, SlowReaderIsCutOffAndHoldsNobodyElse) {
  suite_.StartAll();
  const std::shared_ptr<FakeCall> slow = WatchFromNow();
  const std::shared_ptr<FakeCall> quick = WatchFromNow();
  suite_["workforce"].Commit(kOrganisation, "things");
  slow->AwaitMessage();
  EXPECT_EQ(Label(NextCommit(*quick)), "workforce 1");
  TickAfter(kSlowChangeReaderLimit - absl::Seconds(1));
  EXPECT_EQ(Next(*quick).has_commit(), false);
  TickAfter(absl::Seconds(1));
  const absl::Status end = slow->AwaitEnd();
  EXPECT_THAT(end, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(testing::ReasonOf(end), "SLOW_READER");
  suite_["workforce"].Commit(kOrganisation, "things");
  EXPECT_EQ(Label(NextCommit(*quick)), "workforce 2");
}

TEST_F(ChangeServiceTest, DrainEndsAllWatchesAndRefusesNewOnes) {
  suite_.StartAll();
  const std::shared_ptr<FakeCall> caller = WatchFromNow();
  service_->Drain();
  EXPECT_THAT(caller->AwaitEnd(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Watch()->AwaitEnd(), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace potential::gateway

// What a watcher of a dashboard hears, and when.

#include "gateway/dashboard/dashboard_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "absl/synchronization/notification.h"
#include "gateway/dashboard/dashboard_testing.h"
#include "gateway/testing/fake_call.h"
#include "potential/dashboard/v1/dashboard_service.pb.h"

namespace potential::gateway {
namespace {

using dashboard::v1::Dashboard;
using dashboard::v1::GetDashboardRequest;
using dashboard::v1::Panel;
using dashboard::v1::WatchDashboardRequest;
using dashboard::v1::WatchDashboardResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::StatusIs;

class DashboardServiceTest : public DashboardFixture {
 protected:
  DashboardServiceTest() {
    service_ = std::make_unique<DashboardServiceImpl>(*source_, *topics_, clock_);
    service_->Bind(routes_);
  }
  ~DashboardServiceTest() override {
    // The listener of the feeds goes with the service.
    service_->Drain();
    topics_->Stop();
    rpc::AwaitCallsOver();
  }

  std::shared_ptr<FakeCall> Watch(const std::string& name = "organisations/swlstg/dashboard") {
    auto request = std::make_shared<WatchDashboardRequest>();
    request->set_name(name);
    auto caller = std::make_shared<FakeCall>();
    routes_.Find("/potential.dashboard.v1.DashboardService/WatchDashboard")
        ->server_stream(std::make_shared<rpc::CallContext>(call_), request, caller);
    return caller;
  }

  absl::Status Get(const std::string& as_of, rpc::Audience audience) {
    auto request = std::make_shared<GetDashboardRequest>();
    request->set_name("organisations/swlstg/dashboard");
    request->set_as_of(as_of);
    auto call = std::make_shared<rpc::CallContext>(call_);
    call->identity.audience = audience;
    call->today = *measures::ParseDay("2026-06-15");
    absl::Notification answered;
    absl::Status status;
    routes_.Find("/potential.dashboard.v1.DashboardService/GetDashboard")
        ->unary(call, request, [&](const absl::StatusOr<rpc::Answer>& answer) {
          status = answer.status();
          answered.Notify();
        });
    answered.WaitForNotification();
    return status;
  }

  static Dashboard Next(FakeCall& caller) {
    return caller.Next<WatchDashboardResponse>().dashboard();
  }

  void TickAfter(absl::Duration duration) {
    clock_.Advance(duration);
    service_->Tick();
  }

  // Ticks after the duration, and waits until that has asked the services anew.
  void TickUntilComputed(absl::Duration duration) {
    suite_["evidence"].Hold();
    TickAfter(duration);
    suite_["evidence"].AwaitHeld(2);  // figures and initiatives
    suite_["evidence"].Release();
    // Is told after those who came before.
    EXPECT_THAT(Get("2026-06-15", rpc::Audience::kInternal), testing::IsOk());
  }

  // Ticks until the watcher gets a dashboard as it is wanted: what the feeds tell comes on other
  // threads, and may come as several messages.
  bool TickUntil(FakeCall& caller, const std::function<bool(const Dashboard&)>& wanted) {
    const absl::Time limit = absl::Now() + FakeCall::kLimit;
    while (absl::Now() < limit) {
      service_->Tick();
      if (caller.HasMessage() && wanted(Next(caller))) return true;
    }
    return false;
  }

  std::unique_ptr<DashboardServiceImpl> service_;
  rpc::Routes routes_;
};

TEST_F(DashboardServiceTest, WatcherGetsTheDashboardAtOnceAndThenNothing) {
  const std::shared_ptr<FakeCall> caller = Watch();
  EXPECT_EQ(Next(*caller).title(), "A strategy");
  TickAfter(absl::Minutes(5));
  EXPECT_FALSE(caller->HasMessage());
}

TEST_F(DashboardServiceTest, WatcherHearsOfAChange) {
  ConnectFeeds();
  const std::shared_ptr<FakeCall> caller = Watch();
  EXPECT_EQ(Next(*caller).pillars(0).outcomes(0).value(), 2);
  suite_["workforce"].set_figures(Figures(3));
  suite_["workforce"].Commit("swlstg", "bulletins");
  EXPECT_TRUE(TickUntil(*caller, [](const Dashboard& dashboard) {
    return dashboard.pillars(0).outcomes(0).value() == 3;
  }));
}

TEST_F(DashboardServiceTest, WatcherHearsThatAServiceWasLost) {
  ConnectFeeds();
  const std::shared_ptr<FakeCall> caller = Watch();
  EXPECT_FALSE(Next(*caller).partial());
  suite_["evidence"].Stop();
  EXPECT_TRUE(TickUntil(*caller, [](const Dashboard& dashboard) {
    return PanelOf(dashboard, "evidence").state() == Panel::STALE;
  }));
}

TEST_F(DashboardServiceTest, DashboardThatIsNotWholeComesAgain) {
  suite_["evidence"].set_failure(absl::UnavailableError("down"));
  const std::shared_ptr<FakeCall> caller = Watch();
  EXPECT_EQ(PanelOf(Next(*caller), "evidence").state(), Panel::MISSING);
  suite_["evidence"].set_failure(absl::OkStatus());
  TickAfter(kPartialRefresh - absl::Seconds(1));
  EXPECT_FALSE(caller->HasMessage());
  TickAfter(absl::Seconds(1));
  EXPECT_FALSE(Next(*caller).partial());
  TickAfter(kPartialRefresh);
  EXPECT_FALSE(caller->HasMessage());
}

TEST_F(DashboardServiceTest, WatcherHearsOfANewStrategy) {
  const std::shared_ptr<FakeCall> caller = Watch();
  const Dashboard before = Next(*caller);
  strategy_text_ = absl::StrReplaceAll(strategy_text_, {{"A strategy", "Another strategy"}});
  ASSERT_THAT(strategies_->Reload(), testing::IsOk());
  service_->StrategiesChanged();
  service_->Tick();
  const Dashboard after = Next(*caller);
  EXPECT_EQ(after.title(), "Another strategy");
  EXPECT_NE(after.strategy_hash(), before.strategy_hash());
}

TEST_F(DashboardServiceTest, WatchEndsWhenItsOrganisationIsTakenAway) {
  const std::shared_ptr<FakeCall> caller = Watch();
  Next(*caller);
  strategy_text_ = absl::StrReplaceAll(strategy_text_, {{"\"swlstg\"", "\"oxleas\""}});
  ASSERT_THAT(strategies_->Reload(), testing::IsOk());
  service_->StrategiesChanged();
  service_->Tick();
  EXPECT_THAT(caller->AwaitEnd(), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(DashboardServiceTest, WatcherHearsThatAServiceAgreesAgain) {
  suite_["evidence"].set_figures(FiguresUnder("another"));
  const std::shared_ptr<FakeCall> caller = Watch();
  EXPECT_THAT(Next(*caller).strategy_disagreements(), ElementsAre("evidence"));
  TickUntilComputed(kDisagreementRefresh);
  EXPECT_FALSE(caller->HasMessage());
  suite_["evidence"].set_figures(FiguresUnder(strategies_->Get()->hash()));
  TickAfter(kDisagreementRefresh);
  EXPECT_THAT(Next(*caller).strategy_disagreements(), IsEmpty());
  const size_t calls = suite_["evidence"].calls().size();
  TickAfter(kPartialRefresh);
  EXPECT_EQ(suite_["evidence"].calls().size(), calls);
}

TEST_F(DashboardServiceTest, NewDayBringsANewDashboard) {
  const std::shared_ptr<FakeCall> caller = Watch();
  EXPECT_EQ(Next(*caller).as_of(), "2026-06-15");
  TickAfter(absl::Hours(10));
  EXPECT_EQ(Next(*caller).as_of(), "2026-06-16");
}

TEST_F(DashboardServiceTest, ShowsOthersTodayAndTheEndsOfMonths) {
  EXPECT_THAT(Get("2026-05-30", rpc::Audience::kPublished), testing::Violates("as_of"));
  EXPECT_THAT(Get("2026-05-31", rpc::Audience::kPublished), testing::IsOk());
  EXPECT_THAT(Get("2026-06-15", rpc::Audience::kPublished), testing::IsOk());
  EXPECT_THAT(Get("2026-05-30", rpc::Audience::kInternal), testing::IsOk());
}

TEST_F(DashboardServiceTest, SlowReaderIsCutOff) {
  const std::shared_ptr<FakeCall> caller = Watch();
  caller->AwaitMessage();
  TickAfter(kSlowWatcherLimit + absl::Seconds(1));
  EXPECT_THAT(caller->AwaitEnd(), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(DashboardServiceTest, DrainEndsAllWatchesAndRefusesNewOnes) {
  const std::shared_ptr<FakeCall> caller = Watch();
  Next(*caller);
  service_->Drain();
  EXPECT_THAT(caller->AwaitEnd(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Watch()->AwaitEnd(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(DashboardServiceTest, DashboardOfAnotherNameIsNotFound) {
  EXPECT_THAT(Watch("organisations/swlstg/dashboards")->AwaitEnd(),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace potential::gateway

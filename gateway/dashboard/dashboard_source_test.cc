// Dashboards from four services over real gRPC: what is fresh, what an earlier answer stands in for,
// and what is missing.

#include "gateway/dashboard/dashboard_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/synchronization/notification.h"
#include "gateway/testing/fake_service.h"
#include "services/chassis/rpc/open_calls.h"
#include "services/chassis/server/executor.h"
#include "services/chassis/testing/fake_clock.h"
#include "services/chassis/testing/matchers.h"

namespace potential::gateway {
namespace {

using dashboard::v1::Dashboard;
using dashboard::v1::Panel;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::StatusIs;

constexpr char kStrategy[] = R"(
organisation: "swlstg"
organisation_title: "Test trust"
title: "A strategy"
plan_window { start_date: "2026-01-01" end_date: "2026-12-31" }
baseline_window { start_date: "2025-01-01" end_date: "2025-12-31" }
organisations { id: "swlstg" title: "Test trust" ods_code: "RQY" }
pillars {
  id: "workforce"
  title: "People"
  initiatives { id: "workforce.recruit" kind: HOW text: "Recruit" }
  outcomes {
    id: "workforce.bulletins"
    text: "Bulletins"
    count { indicator { indicator: "workforce.bulletins_published" } target: 3 }
    also_shown { indicator: "evidence.outputs" }
  }
}
pillars {
  id: "evidence"
  title: "Evidence"
  outcomes {
    id: "evidence.outputs"
    text: "Outputs"
    count { indicator { indicator: "evidence.outputs" } target: 3 }
    also_shown { indicator: "partnerships.partners" }
    also_shown { indicator: "occupation.posts" }
  }
}
)";

// 2026-06-15 14:05 in London.
const absl::Time kStart = absl::FromUnixSeconds(1'781'528'700);

indicators::v1::Indicator CountOf(const std::string& id) {
  indicators::v1::Indicator indicator;
  indicator.set_id(id);
  indicator.set_title(id);
  indicator.set_kind(indicators::v1::Indicator::FLOW);
  indicator.set_form(indicators::v1::Indicator::COUNT);
  indicator.set_unit("things");
  return indicator;
}

// Answers as many questions as one service is asked here with the same count.
indicators::v1::QueryIndicatorsResponse Figures(double value) {
  indicators::v1::QueryIndicatorsResponse figures;
  for (int i = 0; i < 2; ++i) {
    figures.add_results()->mutable_overall()->mutable_total()->set_value(value);
  }
  return figures;
}

// Keeps values, and counts how often it was asked.
class MapCache final : public AggregateCache {
 public:
  void Get(const std::string& key, std::function<void(std::optional<std::string>)> done) override {
    std::optional<std::string> value;
    {
      absl::MutexLock lock(&mutex_);
      ++asked_;
      const auto it = values_.find(key);
      if (it != values_.end()) value = it->second;
    }
    done(value);
  }
  void Put(const std::string& key, const std::string& value) override {
    absl::MutexLock lock(&mutex_);
    values_[key] = value;
  }
  int asked() {
    absl::MutexLock lock(&mutex_);
    return asked_;
  }

 private:
  absl::Mutex mutex_;
  int asked_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, std::string> values_ ABSL_GUARDED_BY(mutex_);
};

class DashboardSourceTest : public ::testing::Test {
 protected:
  DashboardSourceTest() {
    for (const char* name : kServiceNames) suite_[name].set_figures(Figures(2));
    suite_["workforce"].set_catalogue({CountOf("workforce.bulletins_published")});
    suite_["evidence"].set_catalogue({CountOf("evidence.outputs")});
    suite_.StartAll();
    strategies_ = *strategy::StrategyHolder::Open([] {
      return strategy::StrategySet::FromFiles({{"swlstg.textproto", kStrategy}});
    });
    backends_ = suite_.MakeBackends();
    fan_out_ = std::make_unique<FanOut>(*backends_);
    anchors_ = std::make_unique<Anchors>(*fan_out_);
    topics_ = std::make_unique<TopicWatch>(*backends_, rpc::CallOptions());
    topics_->AddListener([this](const std::string& organisation, const std::set<std::string>&) {
      absl::MutexLock lock(&mutex_);
      if (organisation.empty()) ++connections_changed_;
    });
    MakeSource(absl::Seconds(30));
  }
  ~DashboardSourceTest() override {
    suite_.StopAll();
    topics_->Stop();
    rpc::AwaitCallsOver();
  }

  void MakeSource(absl::Duration backend_timeout) {
    source_ = std::make_unique<DashboardSource>(DashboardSourceOptions{
        .clock = &clock_,
        .strategies = strategies_.get(),
        .fan_out = fan_out_.get(),
        .anchors = anchors_.get(),
        .topics = topics_.get(),
        .cache = &cache_,
        .last_answers = &last_answers_,
        .submit =
            [this](std::function<void()> task) { return executor_.Submit(std::move(task)); },
        .backend_timeout = backend_timeout});
  }

  // The feeds of all services are there, so that the cache has keys.
  void ConnectFeeds() {
    topics_->Tick();
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](int* changed) { return *changed == 4; }, &connections_changed_));
  }

  absl::StatusOr<DashboardPtr> Get(const std::string& day = "2026-06-15") {
    auto call = std::make_shared<rpc::CallContext>(call_);
    absl::StatusOr<DashboardPtr> got;
    absl::Notification done;
    source_->Get(call, *measures::ParseDay(day), [&](absl::StatusOr<DashboardPtr> dashboard) {
      got = std::move(dashboard);
      done.Notify();
    });
    done.WaitForNotification();
    return got;
  }

  Dashboard Ok(const std::string& day = "2026-06-15") {
    const absl::StatusOr<DashboardPtr> got = Get(day);
    EXPECT_THAT(got, testing::IsOk());
    return got.ok() ? **got : Dashboard();
  }

  static Panel PanelOf(const Dashboard& dashboard, const std::string& service) {
    for (const Panel& panel : dashboard.panels()) {
      if (panel.service() == service) return panel;
    }
    return Panel();
  }

  testing::FakeClock clock_{kStart};
  server::Executor executor_{2, 64};
  FakeSuite suite_;
  std::unique_ptr<strategy::StrategyHolder> strategies_;
  std::unique_ptr<Backends> backends_;
  std::unique_ptr<FanOut> fan_out_;
  absl::Mutex mutex_;
  int connections_changed_ ABSL_GUARDED_BY(mutex_) = 0;
  std::unique_ptr<Anchors> anchors_;
  std::unique_ptr<TopicWatch> topics_;
  MapCache cache_;
  LastAnswers last_answers_{clock_, absl::Hours(12)};
  std::unique_ptr<DashboardSource> source_;
  rpc::CallContext call_{.identity = rpc::LocalAdministrator(),
                         .organisation = "swlstg",
                         .request_id = "r1",
                         .traceparent = "",
                         .now = kStart,
                         .deadline = absl::InfiniteFuture(),
                         .today = {}};
};

TEST_F(DashboardSourceTest, AllPanelsAreFreshWhileServicesAnswer) {
  const Dashboard dashboard = Ok();
  EXPECT_FALSE(dashboard.partial());
  for (const Panel& panel : dashboard.panels()) EXPECT_EQ(panel.state(), Panel::FRESH);
  EXPECT_THAT(dashboard.pillars(0).outcomes(0).stale_services(), IsEmpty());
}

TEST_F(DashboardSourceTest, PartOfADeadServiceIsStaleWithItsAge) {
  const Dashboard whole = Ok();
  suite_["workforce"].Stop();
  clock_.Advance(absl::Seconds(95));
  const Dashboard partial = Ok();
  EXPECT_TRUE(partial.partial());
  const Panel panel = PanelOf(partial, "workforce");
  EXPECT_EQ(panel.state(), Panel::STALE);
  EXPECT_EQ(panel.age_seconds(), 95);
  EXPECT_EQ(panel.reason(), "it cannot be reached");
  EXPECT_EQ(PanelOf(partial, "evidence").state(), Panel::FRESH);

  const auto& outcome = partial.pillars(0).outcomes(0);
  EXPECT_EQ(outcome.status(), whole.pillars(0).outcomes(0).status());
  EXPECT_EQ(outcome.value(), 2);
  EXPECT_THAT(outcome.stale_services(), ElementsAre("workforce"));
  EXPECT_THAT(outcome.reason(), HasSubstr("The figures of workforce are those of 2:05pm"));
}

TEST_F(DashboardSourceTest, OutcomeSaysThatOnlyASupportingFigureIsStale) {
  Ok();
  suite_["evidence"].Stop();
  const Dashboard partial = Ok();
  const auto& outcome = partial.pillars(0).outcomes(0);
  EXPECT_THAT(outcome.stale_services(), ElementsAre("evidence"));
  EXPECT_THAT(outcome.reason(), Not(HasSubstr("figures of")));
  EXPECT_EQ(outcome.supporting(0).figure().value(), 2);
  EXPECT_THAT(partial.pillars(1).outcomes(0).reason(), HasSubstr("The figures of evidence"));
}

TEST_F(DashboardSourceTest, PartOfASlowServiceIsStale) {
  Ok();
  MakeSource(absl::Milliseconds(200));
  suite_["evidence"].Hold();
  const Panel panel = PanelOf(Ok(), "evidence");
  EXPECT_EQ(panel.state(), Panel::STALE);
  EXPECT_EQ(panel.reason(), "it did not answer in time");
}

TEST_F(DashboardSourceTest, PartIsMissingWithoutAnEarlierAnswer) {
  suite_["workforce"].Stop();
  const Dashboard dashboard = Ok();
  EXPECT_EQ(PanelOf(dashboard, "workforce").state(), Panel::MISSING);
  EXPECT_EQ(dashboard.pillars(0).outcomes(0).status(), dashboard::v1::Outcome::NO_DATA);
  EXPECT_THAT(dashboard.pillars(0).outcomes(0).stale_services(), IsEmpty());
}

TEST_F(DashboardSourceTest, AnotherScopesAnswerNeverStandsIn) {
  Ok();
  suite_["workforce"].Stop();
  call_.identity.role = rpc::Role::kViewer;
  EXPECT_EQ(PanelOf(Ok(), "workforce").state(), Panel::MISSING);
  call_.identity.role = rpc::Role::kAdministrator;
  EXPECT_EQ(PanelOf(Ok(), "workforce").state(), Panel::STALE);
}

TEST_F(DashboardSourceTest, AnotherDaysAnswerNeverStandsIn) {
  Ok("2026-06-14");
  suite_["workforce"].Stop();
  EXPECT_EQ(PanelOf(Ok("2026-06-15"), "workforce").state(), Panel::MISSING);
  EXPECT_EQ(PanelOf(Ok("2026-06-14"), "workforce").state(), Panel::STALE);
}

TEST_F(DashboardSourceTest, RefusalIsNotHiddenByAnEarlierAnswer) {
  Ok();
  suite_["workforce"].set_failure(absl::PermissionDeniedError("no longer"));
  const Panel panel = PanelOf(Ok(), "workforce");
  EXPECT_EQ(panel.state(), Panel::MISSING);
  EXPECT_EQ(panel.reason(), "it could not answer");
}

TEST_F(DashboardSourceTest, PartIsFreshAgainOnceTheServiceIsBack) {
  Ok();
  suite_["workforce"].Stop();
  EXPECT_EQ(PanelOf(Ok(), "workforce").state(), Panel::STALE);
  suite_["workforce"].set_figures(Figures(3));
  suite_["workforce"].Start();
  ASSERT_TRUE(backends_->Find("workforce")->channel->WaitForConnected(
      std::chrono::system_clock::now() + std::chrono::seconds(30)));
  const Dashboard dashboard = Ok();
  EXPECT_FALSE(dashboard.partial());
  EXPECT_EQ(dashboard.pillars(0).outcomes(0).value(), 3);
}

TEST_F(DashboardSourceTest, AllPartsStaleIsAnAnswerAndAllMissingIsNone) {
  Ok();
  suite_.StopAll();
  const Dashboard dashboard = Ok();
  for (const Panel& panel : dashboard.panels()) EXPECT_EQ(panel.state(), Panel::STALE);
  clock_.Advance(absl::Hours(12));
  EXPECT_THAT(Get(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(DashboardSourceTest, StaleDashboardIsNotKeptInTheCache) {
  ConnectFeeds();
  Ok();
  suite_["workforce"].set_failure(absl::UnavailableError("down"));
  suite_["workforce"].Commit("swlstg", "bulletins");
  call_.min_revision = 1;
  EXPECT_EQ(PanelOf(Ok(), "workforce").state(), Panel::STALE);
  suite_["workforce"].set_failure(absl::OkStatus());
  call_.min_revision = 0;
  EXPECT_EQ(PanelOf(Ok(), "workforce").state(), Panel::FRESH);
}

TEST_F(DashboardSourceTest, AnswerOutOfTheCacheConfirmsTheParts) {
  ConnectFeeds();
  Ok();
  clock_.Advance(absl::Hours(1));
  Ok();
  EXPECT_EQ(suite_["workforce"].calls().size(), 3u);  // figures, initiatives, catalogue: once
  suite_["workforce"].set_failure(absl::UnavailableError("down"));
  clock_.Advance(absl::Seconds(7));
  call_.min_revision = 1;
  const Panel panel = PanelOf(Ok(), "workforce");
  EXPECT_EQ(panel.state(), Panel::STALE);
  EXPECT_EQ(panel.age_seconds(), 7);
}

TEST_F(DashboardSourceTest, CallerWhoNamesARevisionGetsNothingOutOfTheCache) {
  ConnectFeeds();
  Ok();
  Ok();
  const int asked = cache_.asked();
  EXPECT_GT(asked, 0);
  const size_t calls = suite_["evidence"].calls().size();
  call_.min_revision = 1;
  Ok();
  EXPECT_EQ(cache_.asked(), asked);
  EXPECT_GT(suite_["evidence"].calls().size(), calls);
  EXPECT_EQ(suite_["evidence"].calls().back().min_revision, 1);
}

TEST_F(DashboardSourceTest, ComputationDoesNotDieWithItsFirstCaller) {
  call_.deadline = clock_.Now();
  EXPECT_FALSE(Ok().partial());
}

TEST_F(DashboardSourceTest, SameDashboardIsComputedOnceForAllWhoWait) {
  suite_["evidence"].Hold();
  auto call = std::make_shared<rpc::CallContext>(call_);
  std::vector<DashboardPtr> got(3);
  std::vector<absl::Notification> done(3);
  for (size_t i = 0; i < 3; ++i) {
    source_->Get(call, *measures::ParseDay("2026-06-15"),
                 [&, i](const absl::StatusOr<DashboardPtr>& dashboard) {
                   got[i] = dashboard.value();
                   done[i].Notify();
                 });
  }
  suite_["evidence"].AwaitHeld(3);  // figures, initiatives, catalogue
  suite_["evidence"].Release();
  for (absl::Notification& each : done) each.WaitForNotification();
  EXPECT_EQ(got[0], got[1]);
  EXPECT_EQ(got[0], got[2]);
}

}  // namespace
}  // namespace potential::gateway

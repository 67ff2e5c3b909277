// Dashboards over four services in the test's own process, behind real gRPC. For tests only.

#ifndef POTENTIAL_GATEWAY_DASHBOARD_DASHBOARD_TESTING_H_
#define POTENTIAL_GATEWAY_DASHBOARD_DASHBOARD_TESTING_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/synchronization/notification.h"
#include "gateway/dashboard/dashboard_source.h"
#include "gateway/testing/fake_service.h"
#include "services/chassis/rpc/open_calls.h"
#include "services/chassis/server/executor.h"
#include "services/chassis/testing/fake_clock.h"
#include "services/chassis/testing/matchers.h"

namespace potential::gateway {

inline constexpr char kDashboardStrategy[] = R"(
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
inline const absl::Time kDashboardStart = absl::FromUnixSeconds(1'781'528'700);

inline indicators::v1::Indicator CountOf(const std::string& id) {
  indicators::v1::Indicator indicator;
  indicator.set_id(id);
  indicator.set_title(id);
  indicator.set_kind(indicators::v1::Indicator::FLOW);
  indicator.set_form(indicators::v1::Indicator::COUNT);
  indicator.set_unit("things");
  return indicator;
}

// Answers as many questions as one service is asked here with the same count.
inline indicators::v1::QueryIndicatorsResponse Figures(double value) {
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

// Four services that answer, and what stands on them up to the source of dashboards.
class DashboardFixture : public ::testing::Test {
 protected:
  DashboardFixture() {
    for (const char* name : kServiceNames) suite_[name].set_figures(Figures(2));
    suite_["workforce"].set_catalogue({CountOf("workforce.bulletins_published")});
    suite_["evidence"].set_catalogue({CountOf("evidence.outputs")});
    suite_.StartAll();
    strategies_ = *strategy::StrategyHolder::Open([this] {
      return strategy::StrategySet::FromFiles({{"swlstg.textproto", strategy_text_}});
    });
    backends_ = suite_.MakeBackends();
    fan_out_ = std::make_unique<FanOut>(*backends_);
    topics_ = std::make_unique<TopicWatch>(*backends_, rpc::CallOptions());
    topics_->AddListener([this](const std::string& organisation, const std::set<std::string>&) {
      absl::MutexLock lock(&mutex_);
      if (organisation.empty()) ++connections_changed_;
    });
    anchors_ = std::make_unique<Anchors>(*fan_out_);
    MakeSource(absl::Seconds(30));
  }
  ~DashboardFixture() override {
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
        .submit = [this](std::function<void()> task) { return executor_.Submit(std::move(task)); },
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

  dashboard::v1::Dashboard Ok(const std::string& day = "2026-06-15") {
    const absl::StatusOr<DashboardPtr> got = Get(day);
    EXPECT_THAT(got, testing::IsOk());
    return got.ok() ? **got : dashboard::v1::Dashboard();
  }

  // What a service answers that runs the strategies of this hash.
  static indicators::v1::QueryIndicatorsResponse FiguresUnder(const std::string& hash,
                                                              double value = 2) {
    indicators::v1::QueryIndicatorsResponse figures = Figures(value);
    (*figures.mutable_strategy_hashes())["evidence"] = hash;
    return figures;
  }

  static dashboard::v1::Panel PanelOf(const dashboard::v1::Dashboard& dashboard,
                                      const std::string& service) {
    for (const auto& panel : dashboard.panels()) {
      if (panel.service() == service) return panel;
    }
    return {};
  }

  testing::FakeClock clock_{kDashboardStart};
  server::Executor executor_{2, 64};
  FakeSuite suite_;
  std::string strategy_text_ = kDashboardStrategy;
  std::unique_ptr<strategy::StrategyHolder> strategies_;
  std::unique_ptr<Backends> backends_;
  std::unique_ptr<FanOut> fan_out_;
  std::unique_ptr<Anchors> anchors_;
  absl::Mutex mutex_;
  int connections_changed_ ABSL_GUARDED_BY(mutex_) = 0;
  std::unique_ptr<TopicWatch> topics_;
  MapCache cache_;
  LastAnswers last_answers_{clock_, absl::Hours(12)};
  std::unique_ptr<DashboardSource> source_;
  rpc::CallContext call_{.identity = rpc::LocalAdministrator(),
                         .organisation = "swlstg",
                         .request_id = "r1",
                         .traceparent = "",
                         .now = kDashboardStart,
                         .deadline = absl::InfiniteFuture(),
                         .today = {}};
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_DASHBOARD_DASHBOARD_TESTING_H_

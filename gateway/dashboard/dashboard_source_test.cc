// Dashboards from four services over real gRPC: what is fresh, what an earlier answer stands in
// for, and what is missing.

#include "gateway/dashboard/dashboard_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/dashboard/dashboard_testing.h"

namespace potential::gateway {
namespace {

using dashboard::v1::Dashboard;
using dashboard::v1::Panel;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::StatusIs;

using DashboardSourceTest = DashboardFixture;

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
  ASSERT_TRUE(
      backends_->Find("workforce")
          ->channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(30)));
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

TEST_F(DashboardSourceTest, DashboardUnderTwoStrategiesIsNotKept) {
  ConnectFeeds();
  suite_["evidence"].set_figures(FiguresUnder("another", 1));
  EXPECT_THAT(Ok().strategy_disagreements(), ElementsAre("evidence"));
  suite_["evidence"].set_figures(FiguresUnder(strategies_->Get()->hash(), 2));
  const Dashboard dashboard = Ok();
  EXPECT_THAT(dashboard.strategy_disagreements(), IsEmpty());
  EXPECT_EQ(dashboard.pillars(1).outcomes(0).value(), 2);
  const size_t calls = suite_["evidence"].calls().size();
  Ok();
  EXPECT_EQ(suite_["evidence"].calls().size(), calls);  // out of the cache
}

TEST_F(DashboardSourceTest, AnswerUnderAnotherStrategyNeverStandsIn) {
  suite_["evidence"].set_figures(FiguresUnder("another"));
  Ok();
  suite_["evidence"].Stop();
  const Dashboard dashboard = Ok();
  EXPECT_EQ(PanelOf(dashboard, "evidence").state(), Panel::MISSING);
  EXPECT_THAT(dashboard.strategy_disagreements(), IsEmpty());
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

// Channels, their reach and campaigns: rules and named transitions.

#include "potential/occupation/v1/campaign.pb.h"
#include "potential/occupation/v1/channel.pb.h"
#include "services/occupation/occupation_testing.h"

namespace potential::occupation {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::StatusIs;
using testing::Violates;
using v1::Campaign;
using v1::Channel;

using ChannelTest = OccupationTest;
using CampaignTest = OccupationTest;

constexpr char kReason[] = "reason: 'No longer kept up'";

TEST_F(ChannelTest, GoesLiveOnTheDayOfTheStep) {
  ASSERT_THAT(calls_.Create<Channel>("website", kWebsite), IsOk());
  const auto live = calls_.Do<Channel>("LaunchChannel", "website", "date: '2026-05-01'");
  ASSERT_THAT(live, IsOk());
  EXPECT_EQ(live->state(), Channel::LIVE);
  EXPECT_EQ(live->live_date(), "2026-05-01");
}

TEST_F(ChannelTest, IsDatedTodayWhenTheStepHasNoDate) {
  ASSERT_THAT(calls_.Create<Channel>("website", kWebsite), IsOk());
  EXPECT_EQ(calls_.Do<Channel>("LaunchChannel", "website")->live_date(), "2026-06-15");
}

TEST_F(ChannelTest, IsNotLaunchedInTheFuture) {
  ASSERT_THAT(calls_.Create<Channel>("website", kWebsite), IsOk());
  EXPECT_THAT(calls_.Do<Channel>("LaunchChannel", "website", "date: '2026-06-16'"),
              Violates("date"));
}

TEST_F(ChannelTest, IsNotLaunchedWithoutAddress) {
  ASSERT_THAT(calls_.Create<Channel>("new", "kind: SOCIAL_PROFILE title: 'OT'"), IsOk());
  EXPECT_THAT(calls_.Do<Channel>("LaunchChannel", "new"), Refuses("ADDRESS_MISSING"));
}

TEST_F(ChannelTest, KeepsItsAddressWhileLive) {
  ASSERT_THAT(calls_.Create<Channel>("website", kWebsite), IsOk());
  ASSERT_THAT(calls_.Do<Channel>("LaunchChannel", "website"), IsOk());
  EXPECT_THAT(calls_.Update<Channel>("website", "", {"address"}), Violates("channel.address"));
}

TEST_F(ChannelTest, FollowsTheArrowsOnly) {
  ASSERT_THAT(calls_.Create<Channel>("website", kWebsite), IsOk());
  EXPECT_THAT(calls_.Do<Channel>("RetireChannel", "website", kReason),
              Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(calls_.Do<Channel>("LaunchChannel", "website"), IsOk());
  EXPECT_THAT(calls_.Do<Channel>("LaunchChannel", "website"), Refuses("ILLEGAL_TRANSITION"));
  const auto retired = calls_.Do<Channel>("RetireChannel", "website", kReason);
  ASSERT_THAT(retired, IsOk());
  EXPECT_EQ(retired->state(), Channel::RETIRED);
  EXPECT_EQ(retired->retired_date(), "2026-06-15");
  EXPECT_EQ(retired->retire_reason(), "No longer kept up");
  EXPECT_THAT(calls_.Do<Channel>("RetireChannel", "website", kReason),
              Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(calls_.Do<Channel>("LaunchChannel", "website"), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(ChannelTest, IsNotRetiredBeforeItWentLiveNorWithoutReason) {
  ASSERT_THAT(calls_.Create<Channel>("website", kWebsite), IsOk());
  ASSERT_THAT(calls_.Do<Channel>("LaunchChannel", "website", "date: '2026-05-01'"), IsOk());
  EXPECT_THAT(calls_.Do<Channel>("RetireChannel", "website", "date: '2026-04-30' reason: 'x'"),
              Violates("date"));
  EXPECT_THAT(calls_.Do<Channel>("RetireChannel", "website"), Violates("reason"));
}

TEST_F(CampaignTest, RunsFromItsFirstDay) {
  ASSERT_THAT(calls_.Create<Campaign>("week", std::string(kCampaign) + "start_date: '2026-06-15'"),
              IsOk());
  ASSERT_THAT(calls_.Create<Campaign>("next", std::string(kCampaign) + "start_date: '2026-06-16'"),
              IsOk());
  EXPECT_EQ(calls_.Do<Campaign>("StartCampaign", "week")->state(), Campaign::RUNNING);
  EXPECT_THAT(calls_.Do<Campaign>("StartCampaign", "next"), Refuses("DATE_IN_FUTURE"));
}

TEST_F(CampaignTest, EndsOnTheDayOfTheStep) {
  const std::string dates = "start_date: '2026-06-01' end_date: '2026-06-30'";
  ASSERT_THAT(calls_.Create<Campaign>("week", kCampaign + dates), IsOk());
  EXPECT_THAT(calls_.Do<Campaign>("FinishCampaign", "week"), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(calls_.Do<Campaign>("StartCampaign", "week"), IsOk());
  EXPECT_THAT(calls_.Do<Campaign>("StartCampaign", "week"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(calls_.Do<Campaign>("FinishCampaign", "week", "date: '2026-05-31'"),
              Violates("date"));
  const auto finished = calls_.Do<Campaign>("FinishCampaign", "week", "date: '2026-06-12'");
  ASSERT_THAT(finished, IsOk());
  EXPECT_EQ(finished->state(), Campaign::FINISHED);
  EXPECT_EQ(finished->end_date(), "2026-06-12");
  EXPECT_THAT(calls_.Do<Campaign>("CancelCampaign", "week", "reason: 'x'"),
              Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(CampaignTest, MayBeCalledOffWhilePlannedAndWhileRunning) {
  ASSERT_THAT(calls_.Create<Campaign>("later", std::string(kCampaign) + "start_date: '2026-09-01'"),
              IsOk());
  const auto cancelled = calls_.Do<Campaign>("CancelCampaign", "later", "reason: 'No money'");
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_EQ(cancelled->state(), Campaign::CANCELLED);
  EXPECT_EQ(cancelled->cancelled_date(), "2026-06-15");
  EXPECT_EQ(cancelled->cancel_reason(), "No money");

  ASSERT_THAT(calls_.Create<Campaign>("week", std::string(kCampaign) + "start_date: '2026-06-01'"),
              IsOk());
  ASSERT_THAT(calls_.Do<Campaign>("StartCampaign", "week"), IsOk());
  EXPECT_THAT(
      calls_.Do<Campaign>("CancelCampaign", "week", "date: '2026-05-31' reason: 'No money'"),
      Violates("date"));
  EXPECT_THAT(calls_.Do<Campaign>("CancelCampaign", "week"), Violates("reason"));
  EXPECT_THAT(calls_.Do<Campaign>("CancelCampaign", "week", "reason: 'No money'"), IsOk());
}

TEST_F(CampaignTest, DoesNotEndBeforeItStarts) {
  const std::string dates = "start_date: '2026-06-10' end_date: '2026-06-09'";
  EXPECT_THAT(calls_.Create<Campaign>("week", kCampaign + dates), Violates("campaign.end_date"));
}

TEST_F(CampaignTest, HasNoResultsBeforeItsFirstDay) {
  EXPECT_THAT(calls_.Create<Campaign>(
                  "week", std::string(kCampaign) + "start_date: '2026-06-16' results: 'Many came'"),
              Violates("campaign.results"));
}

TEST_F(CampaignTest, ThatHasBegunIsNotMovedIntoTheFuture) {
  ASSERT_THAT(calls_.Create<Campaign>("week", std::string(kCampaign) + "start_date: '2026-06-01'"),
              IsOk());
  ASSERT_THAT(calls_.Do<Campaign>("StartCampaign", "week"), IsOk());
  EXPECT_THAT(calls_.Update<Campaign>("week", "start_date: '2026-07-01'", {"start_date"}),
              Violates("campaign.start_date"));
}

TEST_F(CampaignTest, ThatIsOverKeepsAnEndThatHasPassed) {
  ASSERT_THAT(calls_.Create<Campaign>("week", std::string(kCampaign) + "start_date: '2026-06-01'"),
              IsOk());
  ASSERT_THAT(calls_.Do<Campaign>("StartCampaign", "week"), IsOk());
  ASSERT_THAT(calls_.Do<Campaign>("FinishCampaign", "week"), IsOk());
  EXPECT_THAT(calls_.Update<Campaign>("week", "", {"end_date"}), Violates("campaign.end_date"));
  EXPECT_THAT(calls_.Update<Campaign>("week", "end_date: '2026-06-16'", {"end_date"}),
              Violates("campaign.end_date"));
  EXPECT_THAT(calls_.Update<Campaign>("week", "results: 'Many came'", {"results"}), IsOk());
}

}  // namespace
}  // namespace potential::occupation

#include "absl/strings/str_cat.h"
#include "potential/occupation/v1/campaign.pb.h"
#include "potential/occupation/v1/channel.pb.h"
#include "services/occupation/occupation_testing.h"

namespace potential::occupation {
namespace {

using testing::IsOk;
using v1::Campaign;
using v1::Channel;

class PresenceIndicatorsTest : public OccupationTest {
 protected:
  void Launch(const std::string& id, const char* text, const std::string& day) {
    ASSERT_THAT(calls_.Create<Channel>(id, text), IsOk());
    ASSERT_THAT(calls_.Do<Channel>("LaunchChannel", id, "date: '" + day + "'"), IsOk());
  }
  void Retire(const std::string& id, const std::string& day) {
    ASSERT_THAT(calls_.Do<Channel>("RetireChannel", id, "reason: 'x' date: '" + day + "'"), IsOk());
  }
  void Measure(const std::string& channel, const std::string& month, const std::string& more) {
    ASSERT_THAT(calls_.Batch("BatchCreateReachMeasurements",
                             absl::StrCat("reach_measurements { measurement_id: '", channel, month,
                                          "' channel: 'organisations/swlstg/channels/", channel,
                                          "' month: '", month, "' ", more, " }")),
                IsOk());
  }
  double Live(const std::string& day, const std::string& more = "") {
    return calls_.Stock("occupation.channels_live", day, more).value();
  }
  indicators::v1::Figure Measured(const std::string& day) {
    return calls_.Stock("occupation.channels_measured", day);
  }
};

TEST_F(PresenceIndicatorsTest, CountsAChannelFromItsFirstDayToTheDayBeforeItIsRetired) {
  Launch("website", kWebsite, "2026-03-10");
  Launch("profile", kProfile, "2026-04-01");
  ASSERT_THAT(calls_.Create<Channel>("planned", kProfile), IsOk());
  Retire("profile", "2026-05-20");
  EXPECT_EQ(Live("2026-03-09"), 0);
  EXPECT_EQ(Live("2026-03-10"), 1);
  EXPECT_EQ(Live("2026-05-19"), 2);
  EXPECT_EQ(Live("2026-05-20"), 1);
  EXPECT_EQ(Live("2026-05-19", "where { key: 'kind' value: 'SOCIAL_PROFILE' }"), 1);
}

TEST_F(PresenceIndicatorsTest, DoesNotCountADeletedChannel) {
  Launch("website", kWebsite, "2026-03-10");
  ASSERT_THAT(calls_.Delete<Channel>("website"), IsOk());
  EXPECT_EQ(Live("2026-06-15"), 0);
}

TEST_F(PresenceIndicatorsTest, AsksForTheMonthBeforeOnEveryDayOfAMonth) {
  Launch("website", kWebsite, "2026-01-01");
  Measure("website", "2026-04", "followers: 5");
  EXPECT_EQ(Measured("2026-04-30").value(), 0);
  EXPECT_EQ(Measured("2026-05-01").value(), 100);
  EXPECT_EQ(Measured("2026-05-31").value(), 100);
  EXPECT_EQ(Measured("2026-06-01").value(), 0);
}

TEST_F(PresenceIndicatorsTest, AsksForChannelsThatWereLiveThroughTheWholeMonth) {
  Launch("website", kWebsite, "2026-04-01");
  Launch("late", kWebsite, "2026-04-02");
  Launch("gone", kProfile, "2026-01-01");
  Launch("leaving", kProfile, "2026-01-01");
  Retire("gone", "2026-04-30");
  Retire("leaving", "2026-05-01");
  Measure("website", "2026-04", "visits: 1");
  const auto figure = Measured("2026-05-10");
  EXPECT_EQ(figure.numerator(), 1);
  EXPECT_EQ(figure.denominator(), 2);
}

TEST_F(PresenceIndicatorsTest, HasNoShareMeasuredWithoutChannels) {
  EXPECT_FALSE(Measured("2026-05-10").has_value());
}

TEST_F(PresenceIndicatorsTest, ShowsTheShareMeasuredMonthByMonth) {
  Launch("website", kWebsite, "2026-01-01");
  Measure("website", "2026-02", "visits: 1");
  const auto result = calls_.Ask(
      "indicator: 'occupation.channels_measured' start_date: '2026-02-01' end_date: '2026-04-30' "
      "bucket: MONTH",
      "");
  ASSERT_THAT(result, IsOk());
  ASSERT_EQ(result->overall().points_size(), 3);
  EXPECT_EQ(result->overall().points(0).figure().value(), 0);
  EXPECT_EQ(result->overall().points(1).figure().value(), 100);
  EXPECT_EQ(result->overall().points(2).figure().value(), 0);
}

TEST_F(PresenceIndicatorsTest, AddsUpVisitsByMonthChannelAndKind) {
  Launch("website", kWebsite, "2026-01-01");
  Launch("profile", kProfile, "2026-01-01");
  Measure("website", "2026-02", "visits: 100");
  Measure("website", "2026-03", "visits: 120");
  Measure("profile", "2026-03", "visits: 7 illustrative: true");
  const auto visits = [this](const std::string& more) {
    return calls_.Flow("occupation.reach_visits", "2026-03-01", "2026-03-31", more);
  };
  EXPECT_EQ(visits("").value(), 127);
  EXPECT_TRUE(visits("").illustrative());
  EXPECT_EQ(visits("where { key: 'channel' value: 'website' }").value(), 120);
  EXPECT_FALSE(visits("where { key: 'channel' value: 'website' }").illustrative());
  EXPECT_EQ(visits("where { key: 'channel_kind' value: 'SOCIAL_PROFILE' }").value(), 7);
  EXPECT_EQ(calls_.Flow("occupation.reach_visits", "2026-02-02", "2026-03-01").value(), 127);
}

TEST_F(PresenceIndicatorsTest, LeavesOutTheVisitsOfADeletedChannel) {
  Launch("website", kWebsite, "2026-01-01");
  Measure("website", "2026-02", "visits: 100");
  ASSERT_THAT(calls_.Delete<Channel>("website"), IsOk());
  EXPECT_EQ(calls_.Flow("occupation.reach_visits", "2026-02-01", "2026-02-28").value(), 0);
}

TEST_F(PresenceIndicatorsTest, CountsCampaignsThatRanByTheirFirstDay) {
  for (const char* id : {"planned", "running", "finished", "cancelled"}) {
    ASSERT_THAT(calls_.Create<Campaign>(id, absl::StrCat(kCampaign, "start_date: '2026-05-01'")),
                IsOk());
  }
  ASSERT_THAT(calls_.Do<Campaign>("StartCampaign", "running"), IsOk());
  ASSERT_THAT(calls_.Do<Campaign>("StartCampaign", "finished"), IsOk());
  ASSERT_THAT(calls_.Do<Campaign>("FinishCampaign", "finished"), IsOk());
  ASSERT_THAT(calls_.Do<Campaign>("CancelCampaign", "cancelled", "reason: 'x'"), IsOk());
  const auto run = [this](const char* first, const char* last) {
    return calls_.Flow("occupation.campaigns_run", first, last).value();
  };
  EXPECT_EQ(run("2026-05-01", "2026-05-01"), 2);
  EXPECT_EQ(run("2026-04-01", "2026-04-30"), 0);
  EXPECT_EQ(run("2026-05-02", "2026-06-15"), 0);
}

}  // namespace
}  // namespace potential::occupation

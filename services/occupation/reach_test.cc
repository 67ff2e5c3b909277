// Measurements of reach: what a batch may hold.

#include "absl/strings/str_cat.h"
#include "potential/occupation/v1/channel.pb.h"
#include "services/occupation/occupation_testing.h"

namespace potential::occupation {
namespace {

using testing::IsOk;
using testing::StatusIs;
using testing::Violates;
using v1::Channel;

class ReachTest : public OccupationTest {
 protected:
  void SetUp() override {
    ASSERT_THAT(calls_.Create<Channel>("website", kWebsite), IsOk());
    ASSERT_THAT(calls_.Create<Channel>("profile", kProfile), IsOk());
  }

  absl::Status Measure(const std::string& measurements) {
    return calls_.Batch("BatchCreateReachMeasurements", measurements);
  }

  static std::string One(const std::string& key, const std::string& channel,
                         const std::string& month, const std::string& more = "visits: 10") {
    return absl::StrCat("reach_measurements { measurement_id: '", key,
                        "' channel: 'organisations/swlstg/channels/", channel, "' month: '", month,
                        "' ", more, " } ");
  }

  std::vector<std::string> Keys(const std::string& filter) {
    return *calls_.ListNames("ListReachMeasurements", filter);
  }
};

TEST_F(ReachTest, CopiesTheKindOfTheChannel) {
  ASSERT_THAT(Measure(One("a", "website", "2026-05") + One("b", "profile", "2026-05")), IsOk());
  EXPECT_THAT(Keys("channel_kind = SOCIAL_PROFILE"), ::testing::ElementsAre("b"));
}

TEST_F(ReachTest, IsRefusedForAChannelThatDoesNotExist) {
  EXPECT_THAT(Measure(One("a", "unknown", "2026-05")), Violates("reach_measurements[0].channel"));
  EXPECT_THAT(Measure("reach_measurements { measurement_id: 'a' month: '2026-05' visits: 1 }"),
              Violates("reach_measurements[0].channel"));
}

TEST_F(ReachTest, IsRefusedForAMonthInTheFuture) {
  EXPECT_THAT(Measure(One("a", "website", "2026-06")), IsOk());
  EXPECT_THAT(Measure(One("b", "website", "2026-07")), Violates("reach_measurements[0].month"));
}

TEST_F(ReachTest, IsRefusedWhenNothingWasMeasured) {
  EXPECT_THAT(Measure(One("a", "website", "2026-05", "")),
              Violates("reach_measurements[0].visits"));
  EXPECT_THAT(Measure(One("a", "website", "2026-05", "followers: 0")), IsOk());
}

TEST_F(ReachTest, IsKeptOnceForEachChannelAndMonth) {
  ASSERT_THAT(Measure(One("a", "website", "2026-05")), IsOk());
  EXPECT_THAT(Measure(One("b", "website", "2026-05")),
              StatusIs(absl::StatusCode::kAlreadyExists, ::testing::HasSubstr("/a ")));
  EXPECT_THAT(Keys(""), ::testing::ElementsAre("a"));
  // The same key is a correction.
  EXPECT_THAT(Measure(One("a", "website", "2026-05", "visits: 12")), IsOk());
}

TEST_F(ReachTest, IsRefusedWhenABatchMeasuresAMonthTwice) {
  EXPECT_THAT(Measure(One("a", "website", "2026-05") + One("b", "website", "2026-05")),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(Keys(""), ::testing::IsEmpty());
}

TEST_F(ReachTest, MayExchangeTheMonthsOfTwoKeysInOneBatch) {
  ASSERT_THAT(Measure(One("a", "website", "2026-04") + One("b", "website", "2026-05")), IsOk());
  EXPECT_THAT(Measure(One("a", "website", "2026-05") + One("b", "website", "2026-04")), IsOk());
  EXPECT_THAT(Keys("month = 2026-04"), ::testing::ElementsAre("b"));
}

}  // namespace
}  // namespace potential::occupation

#include "gateway/dashboard/release.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"

namespace potential::gateway {
namespace {

using indicators::v1::Indicator;
using indicators::v1::IndicatorResult;
using View = dashboard::v1::Outcome;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

constexpr char kJudged[] = R"(
  status: ON_TRACK reason: '13 of 20 people' value: 13 value_text: '13 people' target: 20
  points { start_date: '2026-01-01' figure { value: 13 } }
  matrix { member: 'camhs' value: 3 reason: '3 people' met: true }
  matrix { member: 'community' value: 10 reason: '10 people' met: true }
)";

class ReleaseOutcomeTest : public ::testing::Test {
 protected:
  View Release(bool counts_people, const IndicatorResult* released) {
    Indicator indicator;
    indicator.set_unit("people");
    indicator.set_counts_people(counts_people);
    const IndicatorResult exact;
    View view = Parse<View>(kJudged);
    ReleaseOutcome({{.result = &exact, .indicator = &indicator}}, {released}, view);
    return view;
  }
};

TEST_F(ReleaseOutcomeTest, ShowsReleasedFiguresUnderTheStatusOfTheExactOnes) {
  const auto released = Parse<IndicatorResult>(R"(
    overall { total { value: 15 } points { start_date: '2026-01-01' figure { value: 15 } } }
    members { member: 'community' total { value: 10 } }
  )");
  const View view = Release(true, &released);
  EXPECT_EQ(view.status(), View::ON_TRACK);
  EXPECT_EQ(view.value(), 15);
  EXPECT_EQ(view.value_text(), "about 15 people");
  EXPECT_EQ(view.points(0).figure().value(), 15);
  ASSERT_EQ(view.matrix_size(), 1);
  EXPECT_EQ(view.matrix(0).member(), "community");
  EXPECT_EQ(view.matrix(0).reason(), "about 10 people");
  EXPECT_EQ(view.DebugString().find("13"), std::string::npos);
}

TEST_F(ReleaseOutcomeTest, ShowsAnAsteriskWhereNothingIsReleased) {
  const auto hidden = Parse<IndicatorResult>("overall { total { suppression: SMALL_NUMBERS } }");
  for (const IndicatorResult* released : {&hidden, static_cast<const IndicatorResult*>(nullptr)}) {
    const View view = Release(true, released);
    EXPECT_FALSE(view.has_value());
    EXPECT_EQ(view.value_text(), "*");
    EXPECT_TRUE(view.matrix().empty());
    EXPECT_EQ(view.DebugString().find("13"), std::string::npos);
  }
}

TEST_F(ReleaseOutcomeTest, LeavesOutcomesOfThingsAsTheyAre) {
  EXPECT_EQ(Release(false, nullptr).SerializeAsString(), Parse<View>(kJudged).SerializeAsString());
}

}  // namespace
}  // namespace potential::gateway

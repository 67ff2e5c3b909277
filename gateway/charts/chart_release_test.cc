#include "gateway/charts/chart_release.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"

namespace potential::gateway {
namespace {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

TEST(ReleaseChartTest, ShowsReleasedValuesAndWholeLinesOfLongGroups) {
  auto chart = Parse<charts::v1::Chart>(R"(
    points { date: '2026-01-01' value: 13 denominator: 21 mean: 12.4 upper_limit: 20.6 group: 1
             rule: ABOVE_UPPER_LIMIT }
    points { date: '2026-02-01' value: 3 mean: 12.4 lower_limit: 1.2 group: 1 }
    groups { group: 1 mean: 12.4 upper_limit: 20.6 moving_range: 3.1 }
  )");
  ReleaseChart(Parse<indicators::v1::IndicatorResult>(R"(
                 overall { points { start_date: '2026-01-01' figure { value: 15 denominator: 20 } }
                           points { start_date: '2026-02-01' figure { suppression: SMALL_NUMBERS } } }
               )"),
               chart);
  EXPECT_EQ(chart.points(0).value(), 15);
  EXPECT_EQ(chart.points(0).denominator(), 20);
  EXPECT_EQ(chart.points(0).mean(), 12);
  EXPECT_EQ(chart.points(0).upper_limit(), 21);
  EXPECT_EQ(chart.points(0).rule(), charts::v1::Chart::Point::ABOVE_UPPER_LIMIT);
  EXPECT_FALSE(chart.points(1).has_value());
  EXPECT_EQ(chart.points(1).lower_limit(), 1);
  EXPECT_EQ(chart.groups(0).mean(), 12);
  EXPECT_FALSE(chart.groups(0).has_moving_range());
}

TEST(ReleaseChartTest, ShowsNoLinesThatTellOfFewPeople) {
  auto chart = Parse<charts::v1::Chart>(R"(
    points { date: '2026-01-01' value: 13 mean: 13 group: 0 }
    points { date: '2026-02-01' value: 4 mean: 4.4 group: 1 }
    groups { group: 0 mean: 13 short_group: true }
    groups { group: 1 mean: 4.4 upper_limit: 9 }
  )");
  ReleaseChart({}, chart);
  for (const auto& point : chart.points()) {
    EXPECT_FALSE(point.has_value());
    EXPECT_FALSE(point.has_mean());
  }
  for (const auto& group : chart.groups()) {
    EXPECT_FALSE(group.has_mean());
    EXPECT_FALSE(group.has_upper_limit());
  }
}

}  // namespace
}  // namespace potential::gateway

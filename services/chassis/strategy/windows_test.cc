#include "services/chassis/strategy/windows.h"

#include <gtest/gtest.h>

#include "services/chassis/strategy/thresholds.h"

namespace potential::strategy {
namespace {

using measures::FormatDay;
using measures::MonthOf;

TEST(WindowsTest, DatesDoNotDependOnTheAnchor) {
  v1::Window window;
  window.set_start_date("2024-04-01");
  window.set_end_date("2026-03-31");
  EXPECT_FALSE(UsesOffsets(window));
  for (const int year : {1999, 2026}) {
    const measures::Window days = ResolveWindow(window, MonthOf(year, 5));
    EXPECT_EQ(FormatDay(days.first), "2024-04-01");
    EXPECT_EQ(FormatDay(days.last), "2026-03-31");
  }
}

TEST(WindowsTest, OffsetsCountWholeMonthsFromTheAnchor) {
  v1::Window window;
  window.set_start_month_offset(-14);
  window.set_end_month_offset(9);
  EXPECT_TRUE(UsesOffsets(window));
  const measures::Window days = ResolveWindow(window, MonthOf(2026, 5));
  EXPECT_EQ(FormatDay(days.first), "2025-03-01");
  EXPECT_EQ(FormatDay(days.last), "2027-02-28");
}

TEST(WindowsTest, AnOffsetOfZeroIsTheAnchorItself) {
  v1::Window window;
  window.set_start_month_offset(0);
  window.set_end_month_offset(0);
  const measures::Window days = ResolveWindow(window, MonthOf(2024, 2));
  EXPECT_EQ(FormatDay(days.first), "2024-02-01");
  EXPECT_EQ(FormatDay(days.last), "2024-02-29");
}

TEST(WindowsTest, AWindowWithoutContentIsEmpty) {
  EXPECT_TRUE(ResolveWindow(v1::Window(), MonthOf(2024, 2)).IsEmpty());
}

TEST(ThresholdsTest, EachNumberIsTheNearestThatIsGiven) {
  v1::Strategy strategy;
  v1::Outcome outcome;
  EXPECT_EQ(ThresholdsOf(strategy, outcome), (StatusThresholds{0.9, 0.6}));
  strategy.mutable_thresholds()->set_on_track(0.8);
  EXPECT_EQ(ThresholdsOf(strategy, outcome), (StatusThresholds{0.8, 0.6}));
  outcome.mutable_thresholds()->set_at_risk(0);
  EXPECT_EQ(ThresholdsOf(strategy, outcome), (StatusThresholds{0.8, 0}));
  EXPECT_EQ(ThresholdsOf(strategy), (StatusThresholds{0.8, 0.6}));
}

}  // namespace
}  // namespace potential::strategy

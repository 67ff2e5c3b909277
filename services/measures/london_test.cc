#include "services/measures/london.h"

#include <gtest/gtest.h>

namespace potential::measures {
namespace {

constexpr int64_t kDay = 86400;
constexpr int64_t kHour = 3600;

int64_t Utc(std::string_view day, int hour, int minute = 0, int second = 0) {
  return ParseDay(day).value().number * kDay + hour * kHour + minute * 60 + second;
}

// The last Sunday found by walking back from the month's end, with weekdays counted from a Sunday
// that is known: 2000-01-02.
Day LastSunday(int year, int month) {
  Day day = LastOfMonth(MonthOf(year, month));
  while (DaysBetween(ParseDay("2000-01-02").value(), day) % 7 != 0) day = AddDays(day, -1);
  return day;
}

TEST(LondonTest, KnownChangesHappenAtTheirInstant) {
  EXPECT_EQ(LondonOffsetSeconds(Utc("2024-03-31", 0, 59, 59)), 0);
  EXPECT_EQ(LondonOffsetSeconds(Utc("2024-03-31", 1)), kHour);
  EXPECT_EQ(LondonOffsetSeconds(Utc("2024-10-27", 0, 59, 59)), kHour);
  EXPECT_EQ(LondonOffsetSeconds(Utc("2024-10-27", 1)), 0);
  EXPECT_EQ(LondonOffsetSeconds(Utc("1996-03-31", 1)), kHour);
  EXPECT_EQ(LondonOffsetSeconds(Utc("2019-10-27", 1)), 0);
  EXPECT_EQ(LondonOffsetSeconds(Utc("2026-03-29", 1)), kHour);
}

TEST(LondonTest, EveryChangeFrom1996To2100FollowsTheRule) {
  for (int year = 1996; year <= 2100; ++year) {
    const int64_t spring = LastSunday(year, 3).number * kDay + kHour;
    const int64_t autumn = LastSunday(year, 10).number * kDay + kHour;
    ASSERT_EQ(LondonOffsetSeconds(spring - 1), 0) << year;
    ASSERT_EQ(LondonOffsetSeconds(spring), kHour) << year;
    ASSERT_EQ(LondonOffsetSeconds(autumn - 1), kHour) << year;
    ASSERT_EQ(LondonOffsetSeconds(autumn), 0) << year;
    ASSERT_EQ(LondonDay(spring), LastSunday(year, 3)) << year;
    ASSERT_EQ(LondonDay(autumn), LastSunday(year, 10)) << year;
  }
}

TEST(LondonTest, TheDayTurnsAnHourEarlierInSummer) {
  EXPECT_EQ(FormatDay(LondonDay(Utc("2024-07-01", 22, 59, 59))), "2024-07-01");
  EXPECT_EQ(FormatDay(LondonDay(Utc("2024-07-01", 23))), "2024-07-02");
  EXPECT_EQ(FormatDay(LondonDay(Utc("2024-12-31", 23, 59, 59))), "2024-12-31");
  EXPECT_EQ(FormatDay(LondonDay(Utc("2025-01-01", 0))), "2025-01-01");
  EXPECT_EQ(FormatDay(LondonDay(-1)), "1969-12-31");
  EXPECT_EQ(FormatDay(LondonDay(0)), "1970-01-01");
}

TEST(LondonTest, EveryDayBeginsAtItsMidnightAndLasts23To25Hours) {
  int short_days = 0;
  int long_days = 0;
  for (Day day = ParseDay("1996-01-01").value(); day < ParseDay("2101-01-01").value();
       day = AddDays(day, 1)) {
    const int64_t midnight = LondonMidnight(day);
    ASSERT_EQ(LondonDay(midnight), day) << FormatDay(day);
    ASSERT_EQ(LondonDay(midnight - 1), AddDays(day, -1)) << FormatDay(day);
    const int64_t length = LondonMidnight(AddDays(day, 1)) - midnight;
    short_days += length == 23 * kHour ? 1 : 0;
    long_days += length == 25 * kHour ? 1 : 0;
    ASSERT_TRUE(length == 24 * kHour || length == 23 * kHour || length == 25 * kHour);
  }
  EXPECT_EQ(short_days, 105);
  EXPECT_EQ(long_days, 105);
}

}  // namespace
}  // namespace potential::measures

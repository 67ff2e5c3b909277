#include "services/measures/calendar.h"

#include <gtest/gtest.h>

namespace potential::measures {
namespace {

Day D(std::string_view text) { return ParseDay(text).value(); }
Month M(std::string_view text) { return ParseMonth(text).value(); }

TEST(CalendarTest, EveryDayFollowsTheOneBeforeAndSurvivesTheRoundTrip) {
  int number = -25567;  // 1900-01-01, 70 years and 17 leap days before 1970
  for (int year = kFirstYear; year <= kLastYear; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= DaysInMonth(year, month); ++day, ++number) {
        const std::optional<Day> found = FromCivil({year, month, day});
        ASSERT_TRUE(found.has_value());
        ASSERT_EQ(found->number, number);
        ASSERT_EQ(ToCivil(*found), (CivilDate{year, month, day}));
        ASSERT_EQ(ParseDay(FormatDay(*found)), found);
        ASSERT_EQ(MonthOf(*found), MonthOf(year, month));
      }
      ASSERT_EQ(FromCivil({year, month, DaysInMonth(year, month) + 1}), std::nullopt);
    }
  }
  EXPECT_EQ(D("2199-12-31").number, number - 1);
}

TEST(CalendarTest, LeapYearsFollowTheGregorianRule) {
  EXPECT_FALSE(IsLeapYear(1900));
  EXPECT_TRUE(IsLeapYear(2000));
  EXPECT_TRUE(IsLeapYear(2024));
  EXPECT_FALSE(IsLeapYear(2026));
  EXPECT_FALSE(IsLeapYear(2100));
  EXPECT_EQ(DaysInMonth(2024, 2), 29);
  EXPECT_EQ(DaysInMonth(2100, 2), 28);
  int leap_years = 0;
  for (int year = kFirstYear; year <= kLastYear; ++year) leap_years += IsLeapYear(year) ? 1 : 0;
  EXPECT_EQ(leap_years, 73);
}

TEST(CalendarTest, KnownDaysHaveTheirNumbers) {
  EXPECT_EQ(D("1970-01-01").number, 0);
  EXPECT_EQ(D("1969-12-31").number, -1);
  EXPECT_EQ(D("2000-03-01").number, 11017);
  EXPECT_EQ(D("2038-01-19").number, 24855);
  EXPECT_EQ(FormatDay({0}), "1970-01-01");
}

TEST(CalendarTest, RefusesTextThatIsNotExactlyADay) {
  for (const char* text : {"",
                           "2026-02-30",
                           "2026-02-29",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-01-00",
                           "2026-1-01",
                           "2026-01-1",
                           "2026-01-011",
                           " 2026-01-01",
                           "2026-01-01 ",
                           "2026/01/01",
                           "20260101",
                           "1899-12-31",
                           "2200-01-01",
                           "+026-01-01",
                           "-026-01-01",
                           "2026-0a-01",
                           "2026-01-+1",
                           "2026-01-01T00:00:00Z",
                           "\xD9\xA2\xD9\xA0-01-01"}) {
    EXPECT_EQ(ParseDay(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParseDay(std::string_view("2026-01-0\0", 10)), std::nullopt);
}

TEST(CalendarTest, RefusesTextThatIsNotExactlyAMonth) {
  for (const char* text : {"", "2026-00", "2026-13", "2026-1", "2026-011", "202601", "1899-12",
                           "2200-01", "2026-01-01", "2026 01", "202a-01", " 2026-1"}) {
    EXPECT_EQ(ParseMonth(text), std::nullopt) << text;
  }
}

TEST(CalendarTest, EveryMonthSurvivesTheRoundTrip) {
  Month month = MonthOf(kFirstYear, 1);
  for (int year = kFirstYear; year <= kLastYear; ++year) {
    for (int of_year = 1; of_year <= 12; ++of_year) {
      ASSERT_EQ(month.Year(), year);
      ASSERT_EQ(month.MonthOfYear(), of_year);
      ASSERT_EQ(ParseMonth(FormatMonth(month)), month);
      ASSERT_EQ(ToCivil(FirstOfMonth(month)), (CivilDate{year, of_year, 1}));
      ASSERT_EQ(ToCivil(LastOfMonth(month)),
                (CivilDate{year, of_year, DaysInMonth(year, of_year)}));
      month = AddMonths(month, 1);
    }
  }
}

TEST(CalendarTest, AddingMonthsClampsToTheLastDayOfAShortMonth) {
  EXPECT_EQ(AddMonths(D("2024-01-31"), 1), D("2024-02-29"));
  EXPECT_EQ(AddMonths(D("2025-01-31"), 1), D("2025-02-28"));
  EXPECT_EQ(AddMonths(D("2024-02-29"), 12), D("2025-02-28"));
  EXPECT_EQ(AddMonths(D("2024-02-29"), -12), D("2023-02-28"));
  EXPECT_EQ(AddMonths(D("2024-03-31"), -1), D("2024-02-29"));
  EXPECT_EQ(AddMonths(D("1970-02-15"), -2), D("1969-12-15"));
  EXPECT_EQ(AddMonths(D("2024-05-31"), 0), D("2024-05-31"));
  EXPECT_EQ(AddMonths(D("2024-12-01"), 25), D("2027-01-01"));
  EXPECT_EQ(FormatMonth(AddMonths(M("1970-01"), -1)), "1969-12");
}

TEST(CalendarTest, PeriodsOfADayHaveTheirEnds) {
  EXPECT_EQ(FirstOfMonth(D("2024-02-17")), D("2024-02-01"));
  EXPECT_EQ(LastOfMonth(D("2024-02-17")), D("2024-02-29"));
  EXPECT_EQ(FirstOfQuarter(D("2024-02-17")), D("2024-01-01"));
  EXPECT_EQ(LastOfQuarter(D("2024-02-17")), D("2024-03-31"));
  EXPECT_EQ(FirstOfQuarter(D("1969-12-31")), D("1969-10-01"));
  EXPECT_EQ(LastOfQuarter(D("1969-10-01")), D("1969-12-31"));
  EXPECT_EQ(FirstOfQuarter(D("2024-04-01")), D("2024-04-01"));
  EXPECT_EQ(LastOfQuarter(D("2024-09-30")), D("2024-09-30"));
  EXPECT_EQ(FirstOfYear(D("2024-02-17")), D("2024-01-01"));
  EXPECT_EQ(LastOfYear(D("2024-02-17")), D("2024-12-31"));
}

TEST(CalendarTest, DaysBetweenCountsNights) {
  EXPECT_EQ(DaysBetween(D("2024-02-28"), D("2024-03-01")), 2);
  EXPECT_EQ(DaysBetween(D("2024-03-01"), D("2024-02-28")), -2);
  EXPECT_EQ(DaysBetween(D("2024-03-01"), D("2024-03-01")), 0);
  EXPECT_EQ(AddDays(D("2023-12-31"), 60), D("2024-02-29"));
}

TEST(CalendarTest, RefusesCivilDatesThatDoNotExist) {
  EXPECT_EQ(FromCivil({2026, 2, 29}), std::nullopt);
  EXPECT_EQ(FromCivil({2026, 0, 1}), std::nullopt);
  EXPECT_EQ(FromCivil({2026, 13, 1}), std::nullopt);
  EXPECT_EQ(FromCivil({2026, 1, 0}), std::nullopt);
  EXPECT_EQ(FromCivil({40000, 1, 1}), std::nullopt);
}

}  // namespace
}  // namespace potential::measures

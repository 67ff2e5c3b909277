// Days and months of the proleptic Gregorian calendar as small values.
//
//   std::optional<Day> day = ParseDay("2024-02-29");
//   FormatDay(AddMonths(*day, 12));  // "2025-02-28"
//
// Pure functions over values: any thread may call them. Text is accepted for the years 1900 to 2199
// only, which is what contracts promise for dates; arithmetic may leave that range and stays exact.

#ifndef POTENTIAL_SERVICES_MEASURES_CALENDAR_H_
#define POTENTIAL_SERVICES_MEASURES_CALENDAR_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace potential::measures {

inline constexpr int kFirstYear = 1900;
inline constexpr int kLastYear = 2199;

// A calendar day, counted from 1970-01-01, which is 0 and the default.
struct Day {
  int32_t number = 0;
  auto operator<=>(const Day&) const = default;
};

// A calendar month, counted from January 1970, which is 0 and the default.
struct Month {
  int32_t number = 0;
  auto operator<=>(const Month&) const = default;

  // The year, such as 2024, and the month within it, 1 to 12.
  int Year() const;
  int MonthOfYear() const;
};

// Year, month (1 to 12) and day of the month (1 to 31).
struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;
  bool operator==(const CivilDate&) const = default;
};

bool IsLeapYear(int year);
// Days of the month; `month` is 1 to 12.
int DaysInMonth(int year, int month);

CivilDate ToCivil(Day day);
// Nullopt if there is no such day, as 2026-02-30. Any year from -32767 to 32767.
std::optional<Day> FromCivil(const CivilDate& date);

// The day written exactly `YYYY-MM-DD`, ASCII digits only, 1900 to 2199; else nullopt.
std::optional<Day> ParseDay(std::string_view text);
std::string FormatDay(Day day);

// The month written exactly `YYYY-MM`, ASCII digits only, 1900 to 2199; else nullopt.
std::optional<Month> ParseMonth(std::string_view text);
std::string FormatMonth(Month month);

// The month that holds `day`, and the month with this number (1 to 12) of a year.
Month MonthOf(Day day);
Month MonthOf(int year, int month);

Month AddMonths(Month month, int count);
// The same day of the month `count` months later, or the last day of a month that is too short:
// 31 January and one month is 28 or 29 February.
Day AddMonths(Day day, int count);
Day AddDays(Day day, int count);

// Days from `from` to `to`: 1 from a day to the next, negative if `to` is earlier.
int DaysBetween(Day from, Day to);

Day FirstOfMonth(Month month);
Day LastOfMonth(Month month);
Day FirstOfMonth(Day day);
Day LastOfMonth(Day day);
// Quarters start in January, April, July and October.
Day FirstOfQuarter(Day day);
Day LastOfQuarter(Day day);
Day FirstOfYear(Day day);
Day LastOfYear(Day day);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_CALENDAR_H_

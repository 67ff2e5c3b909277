#include "services/measures/calendar.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace potential::measures {
namespace {

// The number in `text`, which must be ASCII digits throughout; -1 otherwise.
int Digits(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

bool InRange(int year) { return year >= kFirstYear && year <= kLastYear; }

int FloorDivide(int number, int divisor) {
  const int quotient = number / divisor;
  return number % divisor < 0 ? quotient - 1 : quotient;
}

// A day that is known to exist.
Day DayOf(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return {static_cast<int32_t>(std::chrono::sys_days(date).time_since_epoch().count())};
}

}  // namespace

int Month::Year() const { return 1970 + FloorDivide(number, 12); }

int Month::MonthOfYear() const { return number - FloorDivide(number, 12) * 12 + 1; }

bool IsLeapYear(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeapYear(year) ? 29 : kDays[month - 1];
}

CivilDate ToCivil(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day.number))};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

std::optional<Day> FromCivil(const CivilDate& date) {
  if (date.year < -32767 || date.year > 32767 || date.month < 1 || date.month > 12) {
    return std::nullopt;
  }
  if (date.day < 1 || date.day > DaysInMonth(date.year, date.month)) return std::nullopt;
  return DayOf(date.year, date.month, date.day);
}

std::optional<Day> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = Digits(text.substr(0, 4));
  if (!InRange(year)) return std::nullopt;
  return FromCivil({year, Digits(text.substr(5, 2)), Digits(text.substr(8, 2))});
}

std::string FormatDay(Day day) {
  const CivilDate date = ToCivil(day);
  char text[40];
  std::snprintf(text, sizeof(text), "%04d-%02d-%02d", date.year, date.month, date.day);
  return text;
}

std::optional<Month> ParseMonth(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const int year = Digits(text.substr(0, 4));
  const int month = Digits(text.substr(5, 2));
  if (!InRange(year) || month < 1 || month > 12) return std::nullopt;
  return MonthOf(year, month);
}

std::string FormatMonth(Month month) {
  char text[40];
  std::snprintf(text, sizeof(text), "%04d-%02d", month.Year(), month.MonthOfYear());
  return text;
}

Month MonthOf(Day day) {
  const CivilDate date = ToCivil(day);
  return MonthOf(date.year, date.month);
}

Month MonthOf(int year, int month) { return {(year - 1970) * 12 + month - 1}; }

Month AddMonths(Month month, int count) { return {month.number + count}; }

Day AddMonths(Day day, int count) {
  const CivilDate date = ToCivil(day);
  const Month target = AddMonths(MonthOf(date.year, date.month), count);
  const int year = target.Year();
  const int month = target.MonthOfYear();
  return DayOf(year, month, std::min(date.day, DaysInMonth(year, month)));
}

Day AddDays(Day day, int count) { return {day.number + count}; }

int DaysBetween(Day from, Day to) { return to.number - from.number; }

Day FirstOfMonth(Month month) { return DayOf(month.Year(), month.MonthOfYear(), 1); }

Day LastOfMonth(Month month) { return AddDays(FirstOfMonth(AddMonths(month, 1)), -1); }

Day FirstOfMonth(Day day) { return FirstOfMonth(MonthOf(day)); }

Day LastOfMonth(Day day) { return LastOfMonth(MonthOf(day)); }

Day FirstOfQuarter(Day day) {
  const Month month = MonthOf(day);
  return FirstOfMonth(AddMonths(month, -((month.MonthOfYear() - 1) % 3)));
}

Day LastOfQuarter(Day day) { return LastOfMonth(AddMonths(MonthOf(FirstOfQuarter(day)), 2)); }

Day FirstOfYear(Day day) { return DayOf(ToCivil(day).year, 1, 1); }

Day LastOfYear(Day day) { return DayOf(ToCivil(day).year, 12, 31); }

}  // namespace potential::measures

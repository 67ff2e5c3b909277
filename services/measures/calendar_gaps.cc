#include "services/measures/calendar_gaps.h"

#include <algorithm>
#include <utility>

namespace potential::measures {
namespace {

// 0 is Monday; 1970-01-01 was a Thursday.
int DayOfWeek(Day day) { return ((day.number + 3) % 7 + 7) % 7; }

bool IsWeekend(Day day) { return DayOfWeek(day) >= 5; }

// Days from Monday to Friday up to `day`, counted from a Monday long ago.
int WorkingDayNumber(Day day) {
  const int from_monday = day.number + 3;
  const int week = (from_monday - DayOfWeek(day)) / 7;
  return week * 5 + std::min(DayOfWeek(day), 5);
}

// The month numbers of dates that all lie on one day of the month, or all on its last day; else
// none.
std::vector<int> MonthNumbers(std::span<const Day> dates) {
  std::vector<int> months;
  months.reserve(dates.size());
  const int day_of_month = ToCivil(dates.front()).day;
  bool same_day = true;
  bool last_day = true;
  for (const Day day : dates) {
    const CivilDate date = ToCivil(day);
    same_day = same_day && date.day == day_of_month;
    last_day = last_day && date.day == DaysInMonth(date.year, date.month);
    if (!same_day && !last_day) return {};
    months.push_back(MonthOf(date.year, date.month).number);
  }
  return months;
}

// The most frequent number, the smallest of several; 0 if fewer than half of all are it.
int UsualOf(std::vector<int> numbers) {
  const int first = numbers.front();
  if (std::all_of(numbers.begin(), numbers.end(), [&](int number) { return number == first; })) {
    return first;
  }
  std::sort(numbers.begin(), numbers.end());
  int usual = 0;
  size_t most = 0;
  for (size_t begin = 0, i = 1; i <= numbers.size(); ++i) {
    if (i < numbers.size() && numbers[i] == numbers[begin]) continue;
    if (i - begin > most) {
      most = i - begin;
      usual = numbers[begin];
    }
    begin = i;
  }
  return most * 2 >= numbers.size() ? usual : 0;
}

std::vector<int> DayNumbers(std::span<const Day> dates, int (*number)(Day)) {
  std::vector<int> numbers;
  numbers.reserve(dates.size());
  for (const Day day : dates) numbers.push_back(number(day));
  return numbers;
}

std::vector<int> Distances(std::vector<int> numbers) {
  for (size_t i = 0; i + 1 < numbers.size(); ++i) numbers[i] = numbers[i + 1] - numbers[i];
  numbers.pop_back();
  return numbers;
}

}  // namespace

CalendarGaps FindCalendarGaps(std::span<const Day> dates) {
  CalendarGaps found;
  if (dates.size() < 3) return found;
  std::vector<int> numbers = MonthNumbers(dates);
  found.step = CalendarStep::kMonths;
  if (numbers.empty()) {
    numbers = DayNumbers(dates, [](Day day) { return static_cast<int>(day.number); });
    found.step = CalendarStep::kDays;
  }
  std::vector<int> distances = Distances(std::move(numbers));
  found.length = UsualOf(distances);
  if (found.step == CalendarStep::kDays && found.length == 1 &&
      std::none_of(dates.begin(), dates.end(), IsWeekend)) {
    found.step = CalendarStep::kWorkingDays;
    distances = Distances(DayNumbers(dates, WorkingDayNumber));
  }
  if (found.length == 0) return {};
  for (size_t i = 0; i < distances.size(); ++i) {
    const int missing = distances[i] / found.length - 1;
    if (missing > 0) found.gaps.push_back({dates[i], dates[i + 1], missing});
  }
  return found;
}

}  // namespace potential::measures

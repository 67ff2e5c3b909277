#include "services/measures/periods.h"

#include <algorithm>

namespace potential::measures {
namespace {

Day FirstOfPeriod(Day day, PeriodLength length) {
  switch (length) {
    case PeriodLength::kMonth:
      return FirstOfMonth(day);
    case PeriodLength::kQuarter:
      return FirstOfQuarter(day);
    case PeriodLength::kYear:
      break;
  }
  return FirstOfYear(day);
}

int MonthsOf(PeriodLength length) {
  switch (length) {
    case PeriodLength::kMonth:
      return 1;
    case PeriodLength::kQuarter:
      return 3;
    case PeriodLength::kYear:
      break;
  }
  return 12;
}

}  // namespace

std::vector<Period> PeriodsOf(const Window& window, PeriodLength length) {
  std::vector<Period> periods;
  if (window.IsEmpty()) return periods;
  Day first = FirstOfPeriod(window.first, length);
  while (first <= window.last) {
    const Day next = AddMonths(first, MonthsOf(length));
    const Day last = AddDays(next, -1);
    periods.push_back({first, last, first < window.first, window.last < last});
    first = next;
  }
  return periods;
}

Window PartOf(const Period& period, const Window& window) {
  return {std::max(period.first, window.first), std::min(period.last, window.last)};
}

bool IsClosed(const Period& period, Day as_of) { return period.last < as_of; }

std::vector<Month> LatestClosedMonths(Day as_of, int count) {
  std::vector<Month> months;
  for (int back = count; back >= 1; --back) months.push_back(AddMonths(MonthOf(as_of), -back));
  return months;
}

double ShareOfWindowPassed(const Window& window, Day as_of) {
  if (as_of < window.first) return 0;
  if (as_of >= window.last) return 1;
  return static_cast<double>(DaysBetween(window.first, as_of) + 1) / window.Days();
}

}  // namespace potential::measures

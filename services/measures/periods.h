// Windows of days and the calendar periods in them.
//
//   Window plan = {*ParseDay("2024-04-01"), *ParseDay("2026-03-31")};
//   for (const Period& quarter : PeriodsOf(plan, PeriodLength::kQuarter)) { ... }
//
// Pure functions over values: any thread may call them.

#ifndef POTENTIAL_SERVICES_MEASURES_PERIODS_H_
#define POTENTIAL_SERVICES_MEASURES_PERIODS_H_

#include <vector>

#include "services/measures/calendar.h"

namespace potential::measures {

// Days from `first` to `last`, both included; empty if `last` is before `first`.
struct Window {
  Day first;
  Day last;
  bool operator==(const Window&) const = default;

  bool IsEmpty() const { return last < first; }
  bool Contains(Day day) const { return first <= day && day <= last; }
  // Number of days; 0 if empty.
  int Days() const { return IsEmpty() ? 0 : DaysBetween(first, last) + 1; }
};

enum class PeriodLength { kMonth, kQuarter, kYear };

// A whole calendar month, quarter or year, from its first to its last day, both included.
struct Period {
  Day first;
  Day last;
  // Days at its start or end lie outside the window for which it was made.
  bool clipped_start = false;
  bool clipped_end = false;
  bool operator==(const Period&) const = default;

  bool IsClipped() const { return clipped_start || clipped_end; }
};

// The calendar periods that share a day with `window`, oldest first. They are whole: the first may
// begin before the window and the last may end after it, which their flags say. None if it is
// empty.
std::vector<Period> PeriodsOf(const Window& window, PeriodLength length);

// The part of the period that lies in the window; empty if they share no day.
Window PartOf(const Period& period, const Window& window);

// The period's last day is before `as_of`: on its last day itself a period is still open.
bool IsClosed(const Period& period, Day as_of);

// The `count` latest calendar months that are closed on `as_of`, oldest first.
std::vector<Month> LatestClosedMonths(Day as_of, int count);

// Share of the window's days that have passed, 0 to 1. Both ends of the window count, and `as_of`
// is a day that has passed, because what is recorded on it counts: a window of n days gives 0 on
// the day before its first day, 1/n on its first day and 1 on its last. An empty window gives 0
// before its first day and 1 from then on.
double ShareOfWindowPassed(const Window& window, Day as_of);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_PERIODS_H_

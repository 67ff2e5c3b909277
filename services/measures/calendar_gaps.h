// Periods that a regular series of dates leaves out.
//
// Pure functions over values: any thread may call them.

#ifndef POTENTIAL_SERVICES_MEASURES_CALENDAR_GAPS_H_
#define POTENTIAL_SERVICES_MEASURES_CALENDAR_GAPS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "services/measures/calendar.h"

namespace potential::measures {

// The step of a series.
enum class CalendarStep : uint8_t { kIrregular, kDays, kWorkingDays, kMonths };

// Between two dates that follow each other, `missing` steps have no date.
struct CalendarGap {
  Day after;
  Day before;
  int missing = 0;
  bool operator==(const CalendarGap&) const = default;
};

struct CalendarGaps {
  CalendarStep step = CalendarStep::kIrregular;
  int length = 0;  // days or months in a step
  std::vector<CalendarGap> gaps;
};

// The step that most of the dates have to the one before: months if all lie on one day of the month
// or all on its last, otherwise days; Mondays to Fridays count as regular. `dates` are in order,
// none twice. No step, and so no gap, if fewer than three dates, or fewer than half of the
// distances, have it.
CalendarGaps FindCalendarGaps(std::span<const Day> dates);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_CALENDAR_GAPS_H_

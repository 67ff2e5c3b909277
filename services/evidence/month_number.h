// Months as numbers, as columns hold them on which rollups stand.

#ifndef POTENTIAL_SERVICES_EVIDENCE_MONTH_NUMBER_H_
#define POTENTIAL_SERVICES_EVIDENCE_MONTH_NUMBER_H_

#include <cstdint>

#include "services/measures/calendar.h"

namespace potential::evidence {

// `202602` for February 2026.
inline int64_t MonthNumber(measures::Month month) {
  return month.Year() * 100 + month.MonthOfYear();
}

// The month of such a number.
inline measures::Month MonthOfNumber(int64_t number) {
  return measures::MonthOf(static_cast<int>(number / 100), static_cast<int>(number % 100));
}

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_MONTH_NUMBER_H_

#include "services/measures/london.h"

namespace potential::measures {
namespace {

constexpr int64_t kSecondsPerDay = 86400;
constexpr int64_t kSecondsPerHour = 3600;

Day UtcDay(int64_t unix_seconds) {
  int64_t days = unix_seconds / kSecondsPerDay;
  if (unix_seconds % kSecondsPerDay < 0) --days;
  return {static_cast<int32_t>(days)};
}

// 01:00 UTC on the last Sunday of that month, which has 31 days.
int64_t ChangeInstant(int year, int month) {
  const Day last = LastOfMonth(MonthOf(year, month));
  // 1970-01-01 was a Thursday, four days after a Sunday.
  const int days_since_sunday = ((last.number + 4) % 7 + 7) % 7;
  return (last.number - days_since_sunday) * kSecondsPerDay + kSecondsPerHour;
}

}  // namespace

int LondonOffsetSeconds(int64_t unix_seconds) {
  const int year = ToCivil(UtcDay(unix_seconds)).year;
  const bool summer =
      unix_seconds >= ChangeInstant(year, 3) && unix_seconds < ChangeInstant(year, 10);
  return summer ? kSecondsPerHour : 0;
}

Day LondonDay(int64_t unix_seconds) {
  return UtcDay(unix_seconds + LondonOffsetSeconds(unix_seconds));
}

int64_t LondonMidnight(Day day) {
  const int64_t utc_midnight = day.number * kSecondsPerDay;
  // Clocks change at 01:00 UTC, so an hour before midnight UTC has the offset of midnight in
  // London.
  return utc_midnight - LondonOffsetSeconds(utc_midnight - kSecondsPerHour);
}

}  // namespace potential::measures

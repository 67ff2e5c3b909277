// The date in Europe/London, computed without a time zone database.
//
// Summer time (UTC+1) runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last
// Sunday of October: the rule in force in the United Kingdom since 1996. It is applied to every
// year, so an instant before 1996 may be an hour off in spring or autumn. Pure functions: any
// thread may call.

#ifndef POTENTIAL_SERVICES_MEASURES_LONDON_H_
#define POTENTIAL_SERVICES_MEASURES_LONDON_H_

#include <cstdint>

#include "services/measures/calendar.h"

namespace potential::measures {

// What clocks in London are ahead of UTC at that instant: 0 or 3600.
int LondonOffsetSeconds(int64_t unix_seconds);

// The day in London at that instant, in seconds since 1970-01-01T00:00:00Z.
Day LondonDay(int64_t unix_seconds);

// The instant at which `day` begins in London, in seconds since 1970-01-01T00:00:00Z.
int64_t LondonMidnight(Day day);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_LONDON_H_

// Numbers, days and lists as a reader expects them in a sentence.

#ifndef POTENTIAL_GATEWAY_DASHBOARD_WORDS_H_
#define POTENTIAL_GATEWAY_DASHBOARD_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/measures/calendar.h"

namespace potential::gateway {

// `13,250`, `2.5`, `0.07`: at most `decimals` decimals, rounded half away from zero, no trailing zeros.
std::string NumberText(double value, int decimals = 1);

// `21 November 2026`, `November 2026`.
std::string DayText(measures::Day day);
std::string MonthText(measures::Month month);

// Time of day in London: `2:05pm`.
std::string ClockText(absl::Time time);

// `A`, `A and B`, `A, B and C`; more than `most` end in `and 3 more`.
std::string ListText(const std::vector<std::string>& items, size_t most = 6);

// `1 meeting`, `2 meetings`: the unit is given in the plural and loses a final `s` for one.
std::string CountText(double value, absl::string_view unit);

// `workforce.training_events_held` is never shown: titles are. `service_line` as `service lines`.
std::string DimensionPlural(absl::string_view dimension);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_DASHBOARD_WORDS_H_

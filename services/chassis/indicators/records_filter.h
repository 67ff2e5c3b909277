// Filters of the records behind a value, with placeholders for the day on which the value stands.
//
//   SpanFilter({.first = "opened_date", .ends = {"ended_date"}, .lasts = {"closing_date"}})
//     opened_date <= "{as_of}" AND NOT ended_date <= "{as_of}" AND NOT closing_date < "{as_of}"
//
// The placeholders are part of the contract: see RecordsView in indicator.proto.

#ifndef POTENTIAL_SERVICES_CHASSIS_INDICATORS_RECORDS_FILTER_H_
#define POTENTIAL_SERVICES_CHASSIS_INDICATORS_RECORDS_FILTER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/measures/calendar.h"

namespace potential::indicators {

// The filter with its placeholders replaced for the day. Other braces stay as they are. Pure.
std::string FillFilter(absl::string_view filter, measures::Day day);

// Fields that say from when to when a record is so.
struct SpanFields {
  std::string first;               // first day
  std::vector<std::string> ends;   // days from which on it is no longer so
  std::vector<std::string> lasts;  // last days
};

// The records of which it is so on the day. A field that is empty sets no bound.
std::string SpanFilter(const SpanFields& fields);

// Both conditions; the other one if one is empty.
std::string And(absl::string_view one, absl::string_view other);

}  // namespace potential::indicators

#endif  // POTENTIAL_SERVICES_CHASSIS_INDICATORS_RECORDS_FILTER_H_

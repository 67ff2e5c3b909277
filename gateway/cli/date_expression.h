// Dates that a sample file gives as offsets from the day on which it is loaded, so that the sample
// shows the same picture on any day.
//
//   ExpandDates("{today-45d}", today)               // "2026-10-07"
//   ExpandDates("Bulletin of {month-3}", today)     // "Bulletin of 2026-08"
//   ExpandDates("{month-3.first+9d.workday}", today)
//
// Grammar of what stands between braces; nothing else may stand there, blanks included:
//
//   expression = day | month
//   day        = "today" { step } | month (".first" | ".last") { step }
//              | quarter (".first" | ".last") { step }
//   month      = "month" [ offset ] | day ".month"
//   quarter    = "quarter" [ offset ]
//   step       = offset ("d" | "w" | "m" | "y") | ".workday"
//   offset     = ("+" | "-") digit { digit }
//
// A day is written YYYY-MM-DD and a month YYYY-MM. Months and years keep the day of the month, or
// take the last day of a shorter month. `.workday` is the day itself, or the Monday after a
// Saturday or Sunday. Quarters begin in January, April, July and October. `{{` stands for one
// brace.

#ifndef POTENTIAL_GATEWAY_CLI_DATE_EXPRESSION_H_
#define POTENTIAL_GATEWAY_CLI_DATE_EXPRESSION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/measures/calendar.h"

namespace potential::cli {

// The text with every expression replaced. INVALID_ARGUMENT names an expression that does not
// follow the grammar or leaves the years 1900 to 2199. A pure function: any thread may call.
absl::StatusOr<std::string> ExpandDates(absl::string_view text, measures::Day today);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_DATE_EXPRESSION_H_

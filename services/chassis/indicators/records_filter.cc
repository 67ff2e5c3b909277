#include "services/chassis/indicators/records_filter.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "services/measures/london.h"

namespace potential::indicators {

using measures::Day;
using measures::Month;

std::string FillFilter(absl::string_view filter, Day day) {
  const Month month = measures::MonthOf(day);
  const Month before = measures::AddMonths(month, -1);
  const Month complete = day == measures::LastOfMonth(day) ? month : before;
  const int64_t end = measures::LondonMidnight(measures::AddDays(day, 1));
  return absl::StrReplaceAll(
      filter, {{"{as_of}", measures::FormatDay(day)},
               {"{as_of_month}", measures::FormatMonth(month)},
               {"{as_of_end}", absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(end),
                                                absl::UTCTimeZone())},
               {"{complete_month}", measures::FormatMonth(complete)},
               {"{month_before_start}", measures::FormatDay(measures::FirstOfMonth(before))},
               {"{month_before_end}", measures::FormatDay(measures::LastOfMonth(before))}});
}

std::string SpanFilter(const SpanFields& fields) {
  std::vector<std::string> conditions = {absl::StrCat(fields.first, " <= \"{as_of}\"")};
  for (const std::string& end : fields.ends) {
    conditions.push_back(absl::StrCat("NOT ", end, " <= \"{as_of}\""));
  }
  for (const std::string& last : fields.lasts) {
    conditions.push_back(absl::StrCat("NOT ", last, " < \"{as_of}\""));
  }
  return absl::StrJoin(conditions, " AND ");
}

std::string And(absl::string_view one, absl::string_view other) {
  if (one.empty() || other.empty()) return absl::StrCat(one, other);
  return absl::StrCat(one, " AND ", other);
}

}  // namespace potential::indicators

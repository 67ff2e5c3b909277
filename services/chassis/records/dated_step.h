// Steps that carry a day: where they start from, the day itself, and what it may not lie before.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_DATED_STEP_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_DATED_STEP_H_

#include <initializer_list>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/resource/violation.h"
#include "services/measures/calendar.h"

namespace potential::records {

// The call's day as records write it.
inline std::string TodayText(const Transaction& transaction) {
  return measures::FormatDay(transaction.today());
}

// A day of the record before which a step cannot lie; an empty day allows every day.
struct Earliest {
  std::string day = {};
  absl::string_view is = {};  // what it is, such as `the day on which it was shared`
};

// INVALID_ARGUMENT on `path` if `day` is before the earliest.
inline absl::Status RequireNotBefore(const std::string& day, const Earliest& earliest,
                                     absl::string_view path) {
  if (day >= earliest.day) return absl::OkStatus();
  return resource::InvalidArgument(
      path, absl::StrCat("must not be before ", earliest.is, ", ", earliest.day));
}

// The day of a step whose request has a field `date`, today if that is empty. FAILED_PRECONDITION
// if `state` is not one of `from`, which `step` says as in RequireState; INVALID_ARGUMENT on `date`
// if the day is no date, in the future or before the earliest.
template <typename Request, typename State>
absl::StatusOr<std::string> DayOfStep(const Transaction& transaction, const Request& request,
                                      State state, std::initializer_list<State> from,
                                      absl::string_view step, const Earliest& earliest = {}) {
  absl::Status allowed = RequireState(state, from, step);
  if (!allowed.ok()) return allowed;
  absl::StatusOr<std::string> day = StepDate(request.date(), "date", transaction);
  if (!day.ok()) return day.status();
  absl::Status in_order = RequireNotBefore(*day, earliest, "date");
  if (!in_order.ok()) return in_order;
  return day;
}

// Takes a record that has `cancelled_date` and `cancel_reason` to CANCELLED.
template <typename Request, typename Record>
absl::Status CancelRecord(const Transaction& transaction, const Request& request, Record& record,
                          std::initializer_list<typename Record::State> from,
                          const Earliest& earliest = {}) {
  const absl::StatusOr<std::string> day =
      DayOfStep(transaction, request, record.state(), from, "cancelled", earliest);
  if (!day.ok()) return day.status();
  record.set_state(Record::CANCELLED);
  record.set_cancelled_date(*day);
  record.set_cancel_reason(request.reason());
  return absl::OkStatus();
}

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_DATED_STEP_H_

// What named transitions have in common: the state they start from and the day they carry.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_STEPS_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_STEPS_H_

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "services/chassis/records/transaction.h"

namespace potential::records {

// FAILED_PRECONDITION (ILLEGAL_TRANSITION) saying which states allow the step and which one it is in.
absl::Status IllegalTransition(absl::string_view step, absl::string_view state,
                               const std::vector<std::string>& allowed);

// OK if `state` is one of `allowed`. `step` is what the caller wants to do, such as `opened`.
template <typename State>
absl::Status RequireState(State state, std::initializer_list<State> allowed,
                          absl::string_view step) {
  std::vector<std::string> names;
  for (const State candidate : allowed) {
    if (candidate == state) return absl::OkStatus();
    names.push_back(google::protobuf::GetEnumDescriptor<State>()->FindValueByNumber(candidate)->name());
  }
  return IllegalTransition(
      step, google::protobuf::GetEnumDescriptor<State>()->FindValueByNumber(state)->name(), names);
}

// FAILED_PRECONDITION with a reason in SCREAMING_SNAKE and a text that says what to do.
absl::Status Refuse(absl::string_view reason, absl::string_view text);

// The day of a step: `given` (a date field of the request, `field` its path) or today if it is empty.
// INVALID_ARGUMENT if it is no date or lies after today.
absl::StatusOr<std::string> StepDate(const std::string& given, absl::string_view field,
                                     const Transaction& transaction);

// What is wrong with the day of something that is said to have happened, such as `must not be after
// today, 2026-06-15`; empty if it is not after today.
std::string AfterTodayProblem(measures::Day day, measures::Day today);

// Adds a violation for `path` if the date is after today. A text that is no date is left to the
// field rules. `because` says why it cannot be, such as `it was held`, where that is not plain.
void RequireNotAfterToday(const std::string& date, absl::string_view path,
                          const Transaction& transaction, Violations& violations,
                          absl::string_view because = "");

// The same of a month, YYYY-MM, which may be the current one.
void RequireNotAfterThisMonth(const std::string& month, absl::string_view path,
                              const Transaction& transaction, Violations& violations);

// Adds a violation for `end_path` if both dates are set and the end is before the start.
void CheckOrder(const std::string& start, const std::string& end, absl::string_view end_path,
                absl::string_view start_path, Violations& violations);

// The same where the start is the one that a caller sets: adds a violation for `start_path` if it
// is after the end.
void CheckNotAfter(const std::string& start, const std::string& end, absl::string_view start_path,
                   absl::string_view end_path, Violations& violations);

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_STEPS_H_

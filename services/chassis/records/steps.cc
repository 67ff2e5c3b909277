#include "services/chassis/records/steps.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace potential::records {

absl::Status IllegalTransition(absl::string_view step, absl::string_view state,
                               const std::vector<std::string>& allowed) {
  return resource::FailedPrecondition(
      resource::kIllegalTransition,
      absl::StrCat("the record is ", state, "; only one that is ", absl::StrJoin(allowed, " or "),
                   " can be ", step));
}

absl::Status Refuse(absl::string_view reason, absl::string_view text) {
  return resource::FailedPrecondition(reason, text);
}

absl::StatusOr<std::string> StepDate(const std::string& given, absl::string_view field,
                                     const Transaction& transaction) {
  if (given.empty()) return measures::FormatDay(transaction.today());
  const std::optional<measures::Day> day = measures::ParseDay(given);
  if (!day) return resource::InvalidArgument(field, "must be a date, YYYY-MM-DD");
  const std::string problem = AfterTodayProblem(*day, transaction.today());
  if (!problem.empty()) return resource::InvalidArgument(field, problem);
  return given;
}

std::string AfterTodayProblem(measures::Day day, measures::Day today) {
  if (day <= today) return "";
  return absl::StrCat("must not be after today, ", measures::FormatDay(today));
}

void RequireNotAfterToday(const std::string& date, absl::string_view path,
                          const Transaction& transaction, Violations& violations,
                          absl::string_view because) {
  const std::optional<measures::Day> day = measures::ParseDay(date);
  if (!day) return;
  const std::string problem = AfterTodayProblem(*day, transaction.today());
  violations.Require(problem.empty(), path,
                     absl::StrCat(problem, because.empty() ? "" : ", because ", because));
}

void RequireNotAfterThisMonth(const std::string& month, absl::string_view path,
                              const Transaction& transaction, Violations& violations) {
  const std::optional<measures::Month> parsed = measures::ParseMonth(month);
  const measures::Month current = measures::MonthOf(transaction.today());
  violations.Require(
      !parsed || *parsed <= current, path,
      absl::StrCat("must not be after this month, ", measures::FormatMonth(current)));
}

void CheckOrder(const std::string& start, const std::string& end, absl::string_view end_path,
                absl::string_view start_path, Violations& violations) {
  if (!start.empty() && !end.empty() && end < start) {
    violations.Add(end_path, absl::StrCat("must not be before ", start_path, ", ", start));
  }
}

void CheckNotAfter(const std::string& start, const std::string& end, absl::string_view start_path,
                   absl::string_view end_path, Violations& violations) {
  if (!start.empty() && !end.empty() && end < start) {
    violations.Add(start_path, absl::StrCat("must not be after ", end_path, ", ", end));
  }
}

}  // namespace potential::records

#include "services/chassis/records/steps.h"

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
  if (*day > transaction.today()) {
    return resource::InvalidArgument(
        field, absl::StrCat("must not be after today, ", measures::FormatDay(transaction.today())));
  }
  return given;
}

void CheckOrder(const std::string& start, const std::string& end, absl::string_view end_path,
                absl::string_view start_path, Violations& violations) {
  if (!start.empty() && !end.empty() && end < start) {
    violations.Add(end_path, absl::StrCat("must not be before ", start_path, ", ", start));
  }
}

}  // namespace potential::records

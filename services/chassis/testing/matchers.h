// Matchers for statuses. There is on purpose no matcher for "not OK": expect the exact error.

#ifndef POTENTIAL_SERVICES_CHASSIS_TESTING_MATCHERS_H_
#define POTENTIAL_SERVICES_CHASSIS_TESTING_MATCHERS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/cord.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "services/chassis/resource/violation.h"

namespace potential::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

// Paths of the fields in a status's google.rpc.BadRequest.
inline std::vector<std::string> ViolatedFields(const absl::Status& status) {
  std::vector<std::string> fields;
  const absl::optional<absl::Cord> payload = status.GetPayload(resource::kBadRequestUrl);
  google::rpc::BadRequest bad_request;
  if (!payload || !bad_request.ParseFromString(std::string(*payload))) return fields;
  for (const auto& violation : bad_request.field_violations()) fields.push_back(violation.field());
  return fields;
}

// Reason of a status's google.rpc.ErrorInfo.
inline std::string ReasonOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(resource::kErrorInfoUrl);
  google::rpc::ErrorInfo info;
  if (!payload || !info.ParseFromString(std::string(*payload))) return "";
  return info.reason();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

MATCHER_P(StatusIs, code, "has the code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

MATCHER_P2(StatusIs, code, message_matcher, "has a code and a message that matches") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code &&
         ::testing::Matches(message_matcher)(std::string(StatusOf(arg).message()));
}

// INVALID_ARGUMENT that names exactly this field.
MATCHER_P(Violates, field, "is INVALID_ARGUMENT on one field") {
  *result_listener << StatusOf(arg).ToString() << " "
                   << ::testing::PrintToString(ViolatedFields(StatusOf(arg)));
  return absl::IsInvalidArgument(StatusOf(arg)) &&
         ViolatedFields(StatusOf(arg)) == std::vector<std::string>{field};
}

// FAILED_PRECONDITION with this reason.
MATCHER_P(Refuses, reason, "is FAILED_PRECONDITION with a reason") {
  *result_listener << StatusOf(arg).ToString() << " " << ReasonOf(StatusOf(arg));
  return absl::IsFailedPrecondition(StatusOf(arg)) && ReasonOf(StatusOf(arg)) == reason;
}

}  // namespace potential::testing

#endif  // POTENTIAL_SERVICES_CHASSIS_TESTING_MATCHERS_H_

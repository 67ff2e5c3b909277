// What a status carries, for tests.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_VIOLATION_TESTING_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_VIOLATION_TESTING_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "services/chassis/resource/violation.h"

namespace potential::resource {

inline void PrintTo(const FieldViolation& violation, std::ostream* out) {
  *out << violation.field << ": " << violation.description;
}

inline google::rpc::ErrorInfo ErrorInfoOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  const auto payload = status.GetPayload(kErrorInfoUrl);
  if (payload.has_value()) info.ParseFromString(std::string(*payload));
  return info;
}

inline std::vector<FieldViolation> ViolationsOf(const absl::Status& status) {
  google::rpc::BadRequest details;
  const auto payload = status.GetPayload(kBadRequestUrl);
  if (payload.has_value()) details.ParseFromString(std::string(*payload));
  std::vector<FieldViolation> violations;
  for (const auto& violation : details.field_violations()) {
    violations.push_back({violation.field(), violation.description()});
  }
  return violations;
}

// `field: description` of the first violation of an INVALID_ARGUMENT; the whole status of any
// other.
inline std::string FirstViolation(const absl::Status& status) {
  const std::vector<FieldViolation> violations = ViolationsOf(status);
  if (status.code() != absl::StatusCode::kInvalidArgument || violations.empty()) {
    return status.ToString();
  }
  return violations[0].field + ": " + violations[0].description;
}

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_VIOLATION_TESTING_H_

// What tests of this folder and of the HTTP edge ask of an error.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_TEST_STATUS_H_
#define POTENTIAL_GATEWAY_TRANSCODER_TEST_STATUS_H_

#include <string>

#include "absl/status/status.h"
#include "google/rpc/error_details.pb.h"

namespace potential::gateway {

// The first field of the status's BadRequest; empty if there is none.
inline std::string FieldOf(const absl::Status& status) {
  auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest bad_request;
  if (!payload.has_value() || !bad_request.ParseFromString(std::string(*payload)) ||
      bad_request.field_violations().empty()) {
    return "";
  }
  return bad_request.field_violations(0).field();
}

// The reason of the status's ErrorInfo; empty if there is none.
inline std::string ReasonOf(const absl::Status& status) {
  auto payload = status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  google::rpc::ErrorInfo info;
  if (!payload.has_value() || !info.ParseFromString(std::string(*payload))) return "";
  return info.reason();
}

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_TEST_STATUS_H_

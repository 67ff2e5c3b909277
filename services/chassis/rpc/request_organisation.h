// Which organisation a request speaks of.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_REQUEST_ORGANISATION_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_REQUEST_ORGANISATION_H_

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace potential::rpc {

// The organisation segment of the request's `parent` or `name`, or of the `name` of the record that it
// carries. Empty if the request has no such field. INVALID_ARGUMENT naming the field if it has one that
// is empty or does not start with `organisations/{organisation}`.
absl::StatusOr<std::string> RequestOrganisation(const google::protobuf::Message& request);

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_REQUEST_ORGANISATION_H_

// The one mapping between statuses inside and outside.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_GRPC_STATUS_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_GRPC_STATUS_H_

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace potential::rpc {

// The status for the wire, its payloads as details of a packed google.rpc.Status. A status without
// google.rpc.ErrorInfo gets one with the code's name as reason. INTERNAL, UNKNOWN and DATA_LOSS lose
// their text, which is for the log only.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The status of a call that this process made, details as payloads.
absl::Status FromGrpcStatus(const grpc::Status& status);

// The same as google.rpc.Status, as HTTP/JSON answers carry it.
google::rpc::Status ToRpcStatus(const absl::Status& status);

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_GRPC_STATUS_H_

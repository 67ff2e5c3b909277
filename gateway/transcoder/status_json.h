// Errors as HTTP clients see them: google.rpc.Status as JSON, the HTTP status of each code, and the
// headers that belong to some. Details travel inside the process as payloads of the absl::Status,
// by type URL. Pure functions; any thread may call.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_STATUS_JSON_H_
#define POTENTIAL_GATEWAY_TRANSCODER_STATUS_JSON_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace potential::gateway {

// HTTP status of a code, by the table that googleapis, grpc-gateway and Envoy share:
// FAILED_PRECONDITION is 400, ABORTED 409, CANCELLED 499.
int HttpStatusOf(absl::StatusCode code);

// To and from the wire form. Details are sorted by type URL; of several details of one type the
// last is kept. A code outside of gRPC's becomes UNKNOWN.
google::rpc::Status ToRpcStatus(const absl::Status& status);
absl::Status FromRpcStatus(const google::rpc::Status& status);

// The status as it may leave the system. For the codes that libraries give by themselves (UNKNOWN,
// INTERNAL, UNAVAILABLE, DATA_LOSS, DEADLINE_EXCEEDED, CANCELLED) a text is kept only if an ErrorInfo
// shows that we wrote it; a text of a library, which may hold addresses, is replaced and its details
// are dropped. A library's CANCELLED becomes UNAVAILABLE: a service that is just ending gives it to
// calls that it has not begun, and a caller who cancelled reads no answer.
absl::Status WithoutInternals(const absl::Status& status);

// `{"code":5,"message":"...","details":[{"@type":"...",...}]}`. A detail of a type that this
// process does not know is left out.
std::string StatusJson(const absl::Status& status);

// Headers of an error answer: WWW-Authenticate with UNAUTHENTICATED; Retry-After, in whole seconds,
// with RESOURCE_EXHAUSTED and UNAVAILABLE, from the RetryInfo if there is one, else 1.
std::vector<std::pair<std::string, std::string>> StatusHeaders(const absl::Status& status);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_STATUS_JSON_H_

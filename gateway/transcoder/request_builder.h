// The request message of an HTTP request: its body, then the variables of its path, then its query.
// And the way back: the JSON answer of a response message.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_REQUEST_BUILDER_H_
#define POTENTIAL_GATEWAY_TRANSCODER_REQUEST_BUILDER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/transcoder/json.h"
#include "gateway/transcoder/method_table.h"
#include "google/protobuf/message.h"

namespace potential::gateway {

// Builds the request of `route`.
//   values  those of its path variables, from RouteMatch
//   query   the target's query, without `?`; parameters name fields of the request in either
//   spelling,
//           with dots into messages; repeated fields take several; nothing may be named that the
//           path or the body gives
//   body    JSON; empty is taken as no fields given. A field that the path gives may stand in it
//   too
//           if it says the same.
// A PATCH without update_mask gets the fields that its body mentions.
// INVALID_ARGUMENT with details for anything that does not fit. Any thread may call.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> BuildRequest(
    const Route& route, const std::vector<std::string>& values, absl::string_view query,
    absl::string_view body, const JsonLimits& limits = {});

// One message of a file's call after the first: a piece of the body, serialized. `last`: the body ends
// with it.
std::string BuildPiece(const Route& route, absl::string_view piece, bool last);

// The JSON of a serialized response of the route's method. INTERNAL if it cannot be read.
absl::StatusOr<std::string> BuildAnswer(const Route& route, absl::string_view serialized);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_REQUEST_BUILDER_H_

// Positions in the merged change feed: for each service the position in its own.

#ifndef POTENTIAL_GATEWAY_CHANGES_SERVICE_POSITIONS_H_
#define POTENTIAL_GATEWAY_CHANGES_SERVICE_POSITIONS_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace potential::gateway {

// By service, in the service's own form; empty for a service that was not found yet. All of
// kServiceNames are there.
using ServicePositions = std::map<std::string, std::string>;

// Text that may stand in a URL. It gives no authority: each service checks its part.
std::string EncodePositions(const ServicePositions& positions);

// Of an empty text: no service has a position. INVALID_ARGUMENT on the field `position` for text that
// EncodePositions did not make.
absl::StatusOr<ServicePositions> DecodePositions(absl::string_view text);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_CHANGES_SERVICE_POSITIONS_H_

// Ids that correlate what one call caused, in all logs.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_REQUEST_ID_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_REQUEST_ID_H_

#include <string>

#include "absl/strings/string_view.h"

namespace potential::rpc {

// Metadata key, and with other case the HTTP header.
inline constexpr char kRequestIdHeader[] = "x-request-id";

// `received` if it is 1 to 128 letters, digits, `-`, `_`, `.` or `:`, else 16 random bytes in
// hexadecimal: a log must not take free text from outside.
std::string AcceptOrMakeRequestId(absl::string_view received);

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_REQUEST_ID_H_

// Statuses for requests that the gateway refuses before any service sees them. Each carries
// google.rpc.ErrorInfo (reason, domain) and, where a field is at fault, google.rpc.BadRequest with
// its path: `opportunity.tags[2]`, in the names of the contract.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_REQUEST_ERROR_H_
#define POTENTIAL_GATEWAY_TRANSCODER_REQUEST_ERROR_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace potential::gateway {

// Domain of every google.rpc.ErrorInfo of this system.
inline constexpr char kErrorDomain[] = "potential";

// Reasons that this folder gives.
inline constexpr char kReasonInvalidField[] = "FIELD_VIOLATION";
inline constexpr char kReasonUnknownParameter[] = "UNKNOWN_PARAMETER";
inline constexpr char kReasonMalformedJson[] = "MALFORMED_JSON";
inline constexpr char kReasonMalformedPath[] = "MALFORMED_PATH";
inline constexpr char kReasonMalformedQuery[] = "MALFORMED_QUERY";
inline constexpr char kReasonLimitExceeded[] = "LIMIT_EXCEEDED";
inline constexpr char kReasonUnexpectedBody[] = "UNEXPECTED_BODY";
inline constexpr char kReasonUnreadableAnswer[] = "UNREADABLE_ANSWER";

// A status with ErrorInfo{reason, domain, metadata}.
absl::Status RequestError(absl::StatusCode code, absl::string_view reason,
                          absl::string_view message,
                          const std::map<std::string, std::string>& metadata = {});

// INVALID_ARGUMENT for one field, with ErrorInfo and BadRequest. The description goes on from the
// field: "must be true or false".
absl::Status FieldError(absl::string_view field, absl::string_view description,
                        absl::string_view reason = kReasonInvalidField);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_REQUEST_ERROR_H_

// How a command ended: what it says on failure, and with which code the program ends.

#ifndef POTENTIAL_GATEWAY_CLI_OUTCOME_H_
#define POTENTIAL_GATEWAY_CLI_OUTCOME_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace potential::cli {

inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 1;        // the command line or what it names is wrong
inline constexpr int kExitFailed = 2;       // a call was answered with an error
inline constexpr int kExitUnreachable = 3;  // no server answers at the address

// Statuses that lead to kExitUsage and kExitUnreachable; every other failure leads to kExitFailed.
absl::Status UsageError(absl::string_view text);
absl::Status UnreachableError(absl::string_view text);
// The same status, marked as an error of usage.
absl::Status AsUsageError(absl::Status status);

int ExitCode(const absl::Status& status);

// One line for people: the code, the message, and every field violation that the server named.
//   INVALID_ARGUMENT: 2 fields are wrong; opportunity.title: is required; opportunity.places: ...
std::string ErrorLine(const absl::Status& status);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_OUTCOME_H_

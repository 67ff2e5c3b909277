// `potentialctl doctor`: whether a server is fit for use, and if not, what is wrong with it.
//
// Checks, one line each: health of the server and of every service that it lists; reflection; the
// strategies, and whether all processes loaded the same; the parts of each dashboard; and how long
// a small call takes. What a server does not offer (a single service has no dashboards) is not
// checked.

#ifndef POTENTIAL_GATEWAY_CLI_DOCTOR_H_
#define POTENTIAL_GATEWAY_CLI_DOCTOR_H_

#include "absl/status/status.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/session.h"

namespace potential::cli {

// OK if every check passed, else FAILED_PRECONDITION with their number.
absl::Status Examine(Session& session, Terminal& terminal);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_DOCTOR_H_

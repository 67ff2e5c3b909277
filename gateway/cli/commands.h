// The commands that look at a server and call it; what they do is said in the README.
//
// Each prints its result to the terminal and fails as the calls do, or with a UsageError where its
// arguments name nothing.

#ifndef POTENTIAL_GATEWAY_CLI_COMMANDS_H_
#define POTENTIAL_GATEWAY_CLI_COMMANDS_H_

#include <cstdint>
#include <istream>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "gateway/cli/json.h"
#include "gateway/cli/session.h"

namespace potential::cli {

// Where a command reads and writes.
struct Terminal {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  JsonStyle style = JsonStyle::kPretty;
  bool is_terminal = false;  // somebody watches `err`
};

// `argument` is a JSON object, `-` for one on standard input, or `@file`.
absl::Status CallMethod(Session& session, const std::string& method, const std::string& argument,
                        Terminal& terminal);

// A record, dashboard, outcome or strategy by its resource name.
absl::Status GetResource(Session& session, const std::string& name, Terminal& terminal);

struct ListOptions {
  std::string collection;  // organisations/{organisation}/{collection}
  std::string filter;
  std::string order_by;
  int64_t limit = 0;  // all if 0
};
// One record after another, over all pages.
absl::Status ListResources(Session& session, const ListOptions& options, Terminal& terminal);

// One line of JSON whenever something changes, until the server ends or the program is stopped: the
// dashboard of the organisation, or with `changes` the entries of the change feed. A server without
// dashboards gives its changes.
absl::Status Watch(Session& session, const std::string& organisation, bool changes,
                   Terminal& terminal);

absl::Status PrintServices(Session& session, Terminal& terminal);
absl::Status PrintContract(Session& session, const std::string& symbol, Terminal& terminal);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_COMMANDS_H_

// The command line of potentialctl, from its words to its exit code.

#ifndef POTENTIAL_GATEWAY_CLI_COMMAND_LINE_H_
#define POTENTIAL_GATEWAY_CLI_COMMAND_LINE_H_

#include <functional>
#include <istream>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "grpcpp/channel.h"
#include "services/measures/calendar.h"

namespace potential::cli {

// What the program takes from the machine, so that tests can give it something else.
struct Surroundings {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  measures::Day today;  // in Europe/London
  std::function<std::shared_ptr<grpc::Channel>(const std::string& address)> connect;
  bool is_terminal = false;  // somebody watches `err`
};

// Runs one command, such as {"get", "organisations/swlstg/dashboard"}, and returns the exit code
// (see outcome.h). Whatever goes wrong is said in one line on `err`.
int RunCommandLine(const std::vector<std::string>& words, Surroundings surroundings);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_COMMAND_LINE_H_

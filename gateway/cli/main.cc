// potentialctl: looks at a POTential suite, calls its methods and loads records.

#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "gateway/cli/command_line.h"
#include "gateway/cli/connection.h"
#include "services/measures/london.h"

int main(int argc, char** argv) {
  return potential::cli::RunCommandLine(
      std::vector<std::string>(argv + 1, argv + argc),
      {.in = std::cin,
       .out = std::cout,
       .err = std::cerr,
       .today = potential::measures::LondonDay(absl::ToUnixSeconds(absl::Now())),
       .connect = potential::cli::ConnectTo,
       .is_terminal = isatty(STDERR_FILENO) == 1});
}

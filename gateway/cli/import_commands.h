// Imports of extracts, and the check of the sums that stand on them.

#ifndef POTENTIAL_GATEWAY_CLI_IMPORT_COMMANDS_H_
#define POTENTIAL_GATEWAY_CLI_IMPORT_COMMANDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/session.h"

namespace potential::cli {

struct ImportOptions {
  std::string file;  // `-` reads standard input
  std::string organisation;
  std::string profile = {};
  bool all_or_nothing = false;
  bool dry_run = false;
  bool illustrative = false;
  std::string replace = {};  // FROM..TO, months
  std::vector<std::string> replace_teams = {};
  bool allow_empty = false;     // months of the period may be left without a row
  bool allow_unmapped = false;  // the file may have rows of teams that the strategy does not list
  std::vector<std::string> partial_months = {};
  std::vector<std::string> complete_months = {};
  size_t rejections = 20;  // most that are printed
};

// Streams the file, shows how far it is on the terminal's error side, and prints what the import did.
// FAILED_PRECONDITION if nothing was imported, or would be, because the file was refused as a whole.
absl::Status ImportFile(Session& session, const ImportOptions& options, Terminal& terminal);

// Compares all sums of an organisation's interventions with the interventions. DATA_LOSS if some
// differ.
absl::Status VerifySums(Session& session, const std::string& organisation, Terminal& terminal);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_IMPORT_COMMANDS_H_

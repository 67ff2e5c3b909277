// `potentialctl load`: writes the records of a folder through the public API, once and not twice.
//
// A folder holds `*.jsonl` files, read in the order of their names; each line is one JSON object
// with one step (see deploy/sample/README.md):
//
//   {"anchor": NAME}                                  dates count from the day of the first load
//   {"call": METHOD, "if": {...}, "request": {...}}   one call
//   {"answer": SURVEY_WAVE, ...}                      responses to a survey
//   {"generate": FACTS, ...}                          facts in volume
//   {"comment": TEXT}                                 nothing
//
// A step that was done before is skipped, so that a load that was interrupted is simply repeated.

#ifndef POTENTIAL_GATEWAY_CLI_SAMPLE_LOADER_H_
#define POTENTIAL_GATEWAY_CLI_SAMPLE_LOADER_H_

#include <optional>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "gateway/cli/session.h"
#include "services/measures/calendar.h"

namespace potential::cli {

struct LoadOptions {
  // A folder of `*.jsonl` files, or one whose subfolders are.
  std::string directory;
  // Day from which dates count where nothing else says so.
  measures::Day today;
  // Given by the caller: stronger than the day of the first load.
  std::optional<measures::Day> fixed_today;
};

// Runs all steps; says on `out` what was done in each file and, in the last line, in all. The first
// failure ends it, with FILE:LINE before its message. Uses the api from one thread.
absl::Status LoadSample(Api& api, const LoadOptions& options, std::ostream& out);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_SAMPLE_LOADER_H_

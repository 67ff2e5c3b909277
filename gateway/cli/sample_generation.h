// Facts in volume for a sample: the `generate` lines of sample files.

#ifndef POTENTIAL_GATEWAY_CLI_SAMPLE_GENERATION_H_
#define POTENTIAL_GATEWAY_CLI_SAMPLE_GENERATION_H_

#include "absl/status/status.h"
#include "gateway/cli/sample_tally.h"
#include "gateway/cli/session.h"
#include "google/protobuf/struct.pb.h"
#include "services/measures/calendar.h"

namespace potential::cli {

// Makes the facts that the line asks for (see sample_facts.h), marks them illustrative where the
// contract has a field for it, and writes them in batches of a thousand. A UsageError if the line
// is not as it should be, else what the calls return.
absl::Status GenerateFacts(Api& api, const google::protobuf::Struct& line, measures::Day today,
                           Tally& tally);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_SAMPLE_GENERATION_H_

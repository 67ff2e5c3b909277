// Answers to a survey for a sample: the `answer` lines of sample files.

#ifndef POTENTIAL_GATEWAY_CLI_SAMPLE_ANSWERS_H_
#define POTENTIAL_GATEWAY_CLI_SAMPLE_ANSWERS_H_

#include "absl/status/status.h"
#include "gateway/cli/sample_tally.h"
#include "gateway/cli/session.h"
#include "google/protobuf/struct.pb.h"

namespace potential::cli {

// Issues invitations for the wave and hands in the answers of made-up respondents with them. What
// was answered cannot be read back, so a wave that is not open any more is taken as answered and
// skipped. A UsageError if the line is not as it should be, else what the calls return.
absl::Status AnswerWave(Api& api, const google::protobuf::Struct& line, Tally& tally);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_SAMPLE_ANSWERS_H_

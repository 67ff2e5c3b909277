// Canonical protobuf JSON, in and out.

#ifndef POTENTIAL_GATEWAY_CLI_JSON_H_
#define POTENTIAL_GATEWAY_CLI_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace potential::cli {

enum class JsonStyle {
  kPretty,   // indented, for people
  kCompact,  // one line
  kWhole,    // one line, with the fields that have their default value
};

// The message as JSON, ending without a line break.
std::string ToJson(const google::protobuf::Message& message, JsonStyle style);

// Fills the message. INVALID_ARGUMENT says what of the text does not fit the type; unknown fields
// do not.
absl::Status FromJson(absl::string_view text, google::protobuf::Message* message);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_JSON_H_

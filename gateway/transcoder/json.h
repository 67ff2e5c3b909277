// JSON <-> protobuf messages, in the canonical mapping of proto3: lowerCamelCase names, int64 and
// uint64 as text, enums by name, bytes as base64, well-known types in their own forms.
//
// Going out, fields without a value are left out (a reader takes them as zero, empty, false or the
// first enum value); names are never those of the contract file.
//
// Coming in, the text may come from anyone. Limits and UTF-8 are checked before anything is built;
// grammar is RFC 8259, strictly; a name may be either spelling; an unknown or repeated name, two
// members of a oneof, or a value of the wrong type is refused with the path of the field. No text
// of a parser is ever in an error.
//
// All functions may be called from any thread. google.protobuf.Struct, Value, ListValue and Any are
// handed to protobuf's own json_util, piece by piece.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_JSON_H_
#define POTENTIAL_GATEWAY_TRANSCODER_JSON_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace potential::gateway {

// What a JSON text may ask of the decoder.
struct JsonLimits {
  size_t max_bytes = 4 << 20;    // of the text
  int max_depth = 64;            // levels of objects and arrays
  size_t max_values = 200'000;   // scalars, objects and arrays together
  size_t max_messages = 20'000;  // objects that become messages: each costs far more than its text
  size_t max_dynamic_bytes = 64 << 10;  // of one Struct, Value, ListValue or Any
};

// How to decode.
struct DecodeOptions {
  JsonLimits limits;
  // Path of the message in the request, put before the paths of errors: `opportunity`.
  std::string path;
  // If not null, receives the paths of the fields that the text mentions, null values included, in
  // the names of the contract and below `path`: what an update without a mask would change. Paths
  // end at repeated fields, maps and well-known types.
  std::vector<std::string>* mentioned = nullptr;
};

// Fills `message`, which must be empty, from a JSON object. INVALID_ARGUMENT with details (see
// request_error.h); the message is then in an unspecified state.
absl::Status DecodeJson(absl::string_view json, const DecodeOptions& options,
                        google::protobuf::Message* message);

// The message as JSON, without white space. INTERNAL if it holds a Struct or Any that has no JSON
// form, or text that is not UTF-8.
absl::StatusOr<std::string> EncodeJson(const google::protobuf::Message& message);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_JSON_H_

// An OpenAPI 3.1 document of the methods that HTTP can reach, made from the contracts: their
// comments are its descriptions, and their field rules its limits.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_OPENAPI_H_
#define POTENTIAL_GATEWAY_TRANSCODER_OPENAPI_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace potential::gateway {

// What the document says of itself.
struct OpenApiInfo {
  std::string title = "POTential";
  std::string version = "1";
  std::string description;
};

// The document as JSON. `descriptor_set` is a serialized google.protobuf.FileDescriptorSet with
// imports and source information, in the order of dependencies as protoc writes it.
// INVALID_ARGUMENT if it cannot be read or holds a bad path template.
absl::StatusOr<std::string> OpenApiDocument(absl::string_view descriptor_set,
                                            const OpenApiInfo& info);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_OPENAPI_H_

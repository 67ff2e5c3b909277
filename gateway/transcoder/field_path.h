// Fields named by dotted paths, as path variables and query parameters name them.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_FIELD_PATH_H_
#define POTENTIAL_GATEWAY_TRANSCODER_FIELD_PATH_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace potential::gateway {

// From the request message down; all but the last are singular messages.
using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;

// The field with this name in the contract (`closing_date`) or in JSON (`closingDate`), or nullptr.
const google::protobuf::FieldDescriptor* FindField(const google::protobuf::Descriptor* type,
                                                   absl::string_view name);

// The path, or nullopt if a part of it names no field, or leads through a field that is not a
// singular ordinary message.
std::optional<FieldPath> ResolveFieldPath(const google::protobuf::Descriptor* type,
                                          absl::string_view dotted);

// `opportunity.name`, in the names of the contract.
std::string FieldPathText(const FieldPath& path);

// The message that holds the last field of the path, made where it is absent.
google::protobuf::Message* MutableParent(const FieldPath& path, google::protobuf::Message* message);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_FIELD_PATH_H_

// The path of a value inside a message, as a chain on the stack that is written out only when a
// violation needs it. Not for other modules.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_PATH_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_PATH_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "services/chassis/resource/text.h"

namespace potential::resource::internal {

// One step; the steps above it outlive it.
struct FieldPath {
  const FieldPath* parent = nullptr;
  const google::protobuf::FieldDescriptor* field = nullptr;
  int index = -1;                    // of an item, if not negative
  const std::string* key = nullptr;  // of a map's entry, if not null

  // `prefix.field[index]`, `prefix.field[key]`.
  std::string Write(const std::string& prefix) const {
    std::string path = parent != nullptr ? parent->Write(prefix) : prefix;
    absl::StrAppend(&path, path.empty() ? "" : ".", field->name());
    if (index >= 0) absl::StrAppend(&path, "[", index, "]");
    if (key != nullptr) absl::StrAppend(&path, "[", Escaped(*key), "]");
    return path;
  }
};

}  // namespace potential::resource::internal

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_PATH_H_

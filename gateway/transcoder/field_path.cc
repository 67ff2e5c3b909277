#include "gateway/transcoder/field_path.h"

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gateway/transcoder/well_known.h"

namespace potential::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool LeadsOn(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated() &&
         WellKnownOf(field->message_type()) == WellKnown::kNone;
}

}  // namespace

const FieldDescriptor* FindField(const Descriptor* type, absl::string_view name) {
  const std::string text(name);
  if (const FieldDescriptor* field = type->FindFieldByName(text)) return field;
  const FieldDescriptor* field = type->FindFieldByCamelcaseName(text);
  if (field != nullptr && field->json_name() == text) return field;
  for (int i = 0; i < type->field_count(); ++i) {  // a json_name of its own
    if (type->field(i)->json_name() == text) return type->field(i);
  }
  return nullptr;
}

std::optional<FieldPath> ResolveFieldPath(const Descriptor* type, absl::string_view dotted) {
  FieldPath path;
  for (absl::string_view name : absl::StrSplit(dotted, '.')) {
    if (!path.empty() && !LeadsOn(path.back())) return std::nullopt;
    const FieldDescriptor* field =
        FindField(path.empty() ? type : path.back()->message_type(), name);
    if (field == nullptr) return std::nullopt;
    path.push_back(field);
  }
  return path;
}

std::string FieldPathText(const FieldPath& path) {
  return absl::StrJoin(path, ".", [](std::string* out, const FieldDescriptor* field) {
    out->append(field->name());
  });
}

Message* MutableParent(const FieldPath& path, Message* message) {
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    message = message->GetReflection()->MutableMessage(message, path[i]);
  }
  return message;
}

}  // namespace potential::gateway

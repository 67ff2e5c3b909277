#include "services/chassis/rpc/request_organisation.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/resource/violation.h"

namespace potential::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsSingularString(const FieldDescriptor* field) {
  return field != nullptr && !field->is_repeated() &&
         field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
}

const FieldDescriptor* NameField(const Descriptor& type) {
  for (const char* name : {"parent", "name"}) {
    const FieldDescriptor* field = type.FindFieldByName(name);
    if (IsSingularString(field)) return field;
  }
  return nullptr;
}

const FieldDescriptor* RecordField(const Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (!field->is_repeated() && field->message_type() != nullptr &&
        field->message_type()->options().HasExtension(options::v1::resource)) {
      return field;
    }
  }
  return nullptr;
}

absl::StatusOr<std::string> Segment(absl::string_view name, absl::string_view path) {
  absl::string_view rest = name;
  if (absl::ConsumePrefix(&rest, "organisations/")) {
    rest = rest.substr(0, rest.find('/'));
    if (!rest.empty()) return std::string(rest);
  }
  return resource::InvalidArgument(
      {{std::string(path), name.empty() ? "is required: organisations/{organisation}..."
                                        : "must start with organisations/{organisation}"}});
}

}  // namespace

absl::StatusOr<std::string> RequestOrganisation(const Message& request) {
  const Descriptor& type = *request.GetDescriptor();
  std::string unused;
  if (const FieldDescriptor* field = NameField(type)) {
    return Segment(request.GetReflection()->GetStringReference(request, field, &unused),
                   field->name());
  }
  const FieldDescriptor* record = RecordField(type);
  if (record == nullptr) return std::string();
  const FieldDescriptor* field = record->message_type()->FindFieldByName("name");
  const Message& value = request.GetReflection()->GetMessage(request, record);
  return Segment(value.GetReflection()->GetStringReference(value, field, &unused),
                 absl::StrCat(record->name(), ".name"));
}

}  // namespace potential::rpc

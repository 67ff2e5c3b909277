#include "services/chassis/records/record_fields.h"

#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"

namespace potential::records {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* Find(const Message& message, const char* name,
                            FieldDescriptor::CppType type) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && !field->is_repeated() && field->cpp_type() == type ? field : nullptr;
}

}  // namespace

std::string TextField(const Message& message, const char* name) {
  const FieldDescriptor* field = Find(message, name, FieldDescriptor::CPPTYPE_STRING);
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

void SetTextField(Message& message, const char* name, absl::string_view text) {
  if (const FieldDescriptor* field = Find(message, name, FieldDescriptor::CPPTYPE_STRING)) {
    message.GetReflection()->SetString(&message, field, std::string(text));
  }
}

bool BoolField(const Message& message, const char* name) {
  const FieldDescriptor* field = Find(message, name, FieldDescriptor::CPPTYPE_BOOL);
  return field != nullptr && message.GetReflection()->GetBool(message, field);
}

void SetTimeField(Message& message, const char* name, absl::Time time) {
  const FieldDescriptor* field = Find(message, name, FieldDescriptor::CPPTYPE_MESSAGE);
  if (field == nullptr) return;
  auto* timestamp = static_cast<google::protobuf::Timestamp*>(
      message.GetReflection()->MutableMessage(&message, field));
  const int64_t microseconds = absl::ToUnixMicros(time);
  timestamp->set_seconds(microseconds / 1'000'000);
  timestamp->set_nanos(static_cast<int32_t>(microseconds % 1'000'000) * 1000);
}

bool HasField(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && message.GetReflection()->HasField(message, field);
}

void ClearField(Message& message, const char* name) {
  if (const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name)) {
    message.GetReflection()->ClearField(&message, field);
  }
}

std::string StateName(const Message& message) {
  const FieldDescriptor* field = Find(message, "state", FieldDescriptor::CPPTYPE_ENUM);
  return field == nullptr ? "" : message.GetReflection()->GetEnum(message, field)->name();
}

void SetStateName(Message& message, const std::string& name) {
  const FieldDescriptor* field = Find(message, "state", FieldDescriptor::CPPTYPE_ENUM);
  if (field == nullptr) return;
  const EnumValueDescriptor* value = field->enum_type()->FindValueByName(name);
  if (value != nullptr) message.GetReflection()->SetEnum(&message, field, value);
}

const Message* MessageField(const Message& message, const std::string& name) {
  const FieldDescriptor* field = Find(message, name.c_str(), FieldDescriptor::CPPTYPE_MESSAGE);
  return field == nullptr ? nullptr : &message.GetReflection()->GetMessage(message, field);
}

}  // namespace potential::records

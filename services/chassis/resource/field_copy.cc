#include "services/chassis/resource/field_copy.h"

#include <functional>

namespace potential::resource {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// A field in the message that has it.
struct Place {
  const Message& message;
  const FieldDescriptor* field;
};

// The four accessors of one C++ type; the field of `to` is clear, that of `from` is not.
template <auto kGet, auto kGetItem, auto kSet, auto kAdd>
void CopyAs(const Place& from, Message* to, const FieldDescriptor* field) {
  const Reflection& source = *from.message.GetReflection();
  const Reflection& target = *to->GetReflection();
  if (!field->is_repeated()) {
    std::invoke(kSet, target, to, field, std::invoke(kGet, source, from.message, from.field));
    return;
  }
  for (int i = 0; i < source.FieldSize(from.message, from.field); ++i) {
    std::invoke(kAdd, target, to, field,
                std::invoke(kGetItem, source, from.message, from.field, i));
  }
}

void CopyMessages(const Place& from, Message* to, const FieldDescriptor* field) {
  const Reflection& source = *from.message.GetReflection();
  const Reflection& target = *to->GetReflection();
  if (!field->is_repeated()) {
    target.MutableMessage(to, field)->CopyFrom(source.GetMessage(from.message, from.field));
    return;
  }
  for (int i = 0; i < source.FieldSize(from.message, from.field); ++i) {
    target.AddMessage(to, field)->CopyFrom(source.GetRepeatedMessage(from.message, from.field, i));
  }
}

}  // namespace

bool AreAlike(const FieldDescriptor& a, const FieldDescriptor& b) {
  if (a.is_map() || b.is_map()) return &a == &b;
  return a.type() == b.type() && a.is_repeated() == b.is_repeated() &&
         a.has_presence() == b.has_presence() && a.enum_type() == b.enum_type() &&
         a.message_type() == b.message_type();
}

void CopyField(const Message& message, const FieldDescriptor* from_field, Message* to,
               const FieldDescriptor* field) {
  using R = Reflection;
  const Place from{message, from_field};
  to->GetReflection()->ClearField(to, field);
  if (!field->is_repeated() && !message.GetReflection()->HasField(message, from_field)) return;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return CopyAs<&R::GetInt32, &R::GetRepeatedInt32, &R::SetInt32, &R::AddInt32>(from, to,
                                                                                    field);
    case FieldDescriptor::CPPTYPE_INT64:
      return CopyAs<&R::GetInt64, &R::GetRepeatedInt64, &R::SetInt64, &R::AddInt64>(from, to,
                                                                                    field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return CopyAs<&R::GetUInt32, &R::GetRepeatedUInt32, &R::SetUInt32, &R::AddUInt32>(from, to,
                                                                                        field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return CopyAs<&R::GetUInt64, &R::GetRepeatedUInt64, &R::SetUInt64, &R::AddUInt64>(from, to,
                                                                                        field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return CopyAs<&R::GetDouble, &R::GetRepeatedDouble, &R::SetDouble, &R::AddDouble>(from, to,
                                                                                        field);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return CopyAs<&R::GetFloat, &R::GetRepeatedFloat, &R::SetFloat, &R::AddFloat>(from, to,
                                                                                    field);
    case FieldDescriptor::CPPTYPE_BOOL:
      return CopyAs<&R::GetBool, &R::GetRepeatedBool, &R::SetBool, &R::AddBool>(from, to, field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return CopyAs<&R::GetEnumValue, &R::GetRepeatedEnumValue, &R::SetEnumValue, &R::AddEnumValue>(
          from, to, field);
    case FieldDescriptor::CPPTYPE_STRING:
      return CopyAs<&R::GetString, &R::GetRepeatedString, &R::SetString, &R::AddString>(from, to,
                                                                                        field);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return CopyMessages(from, to, field);
  }
}

}  // namespace potential::resource

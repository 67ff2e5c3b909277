#include "services/chassis/resource/field_copy.h"

#include <functional>

namespace potential::resource::internal {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The four accessors of one C++ type; the field of `to` is clear, that of `from` is not.
template <auto kGet, auto kGetItem, auto kSet, auto kAdd>
void CopyAs(const Message& from, const FieldDescriptor* field, Message* to) {
  const Reflection& source = *from.GetReflection();
  const Reflection& target = *to->GetReflection();
  if (!field->is_repeated()) {
    std::invoke(kSet, target, to, field, std::invoke(kGet, source, from, field));
    return;
  }
  for (int i = 0; i < source.FieldSize(from, field); ++i) {
    std::invoke(kAdd, target, to, field, std::invoke(kGetItem, source, from, field, i));
  }
}

void CopyMessages(const Message& from, const FieldDescriptor* field, Message* to) {
  const Reflection& source = *from.GetReflection();
  const Reflection& target = *to->GetReflection();
  if (!field->is_repeated()) {
    target.MutableMessage(to, field)->CopyFrom(source.GetMessage(from, field));
    return;
  }
  for (int i = 0; i < source.FieldSize(from, field); ++i) {
    target.AddMessage(to, field)->CopyFrom(source.GetRepeatedMessage(from, field, i));
  }
}

}  // namespace

void CopyField(const Message& from, const FieldDescriptor* field, Message* to) {
  using R = Reflection;
  to->GetReflection()->ClearField(to, field);
  if (!field->is_repeated() && !from.GetReflection()->HasField(from, field)) return;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return CopyAs<&R::GetInt32, &R::GetRepeatedInt32, &R::SetInt32, &R::AddInt32>(from, field,
                                                                                    to);
    case FieldDescriptor::CPPTYPE_INT64:
      return CopyAs<&R::GetInt64, &R::GetRepeatedInt64, &R::SetInt64, &R::AddInt64>(from, field,
                                                                                    to);
    case FieldDescriptor::CPPTYPE_UINT32:
      return CopyAs<&R::GetUInt32, &R::GetRepeatedUInt32, &R::SetUInt32, &R::AddUInt32>(from, field,
                                                                                        to);
    case FieldDescriptor::CPPTYPE_UINT64:
      return CopyAs<&R::GetUInt64, &R::GetRepeatedUInt64, &R::SetUInt64, &R::AddUInt64>(from, field,
                                                                                        to);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return CopyAs<&R::GetDouble, &R::GetRepeatedDouble, &R::SetDouble, &R::AddDouble>(from, field,
                                                                                        to);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return CopyAs<&R::GetFloat, &R::GetRepeatedFloat, &R::SetFloat, &R::AddFloat>(from, field,
                                                                                    to);
    case FieldDescriptor::CPPTYPE_BOOL:
      return CopyAs<&R::GetBool, &R::GetRepeatedBool, &R::SetBool, &R::AddBool>(from, field, to);
    case FieldDescriptor::CPPTYPE_ENUM:
      return CopyAs<&R::GetEnumValue, &R::GetRepeatedEnumValue, &R::SetEnumValue, &R::AddEnumValue>(
          from, field, to);
    case FieldDescriptor::CPPTYPE_STRING:
      return CopyAs<&R::GetString, &R::GetRepeatedString, &R::SetString, &R::AddString>(from, field,
                                                                                        to);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return CopyMessages(from, field, to);
  }
}

}  // namespace potential::resource::internal

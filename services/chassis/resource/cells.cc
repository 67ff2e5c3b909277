#include "services/chassis/resource/cells.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace potential::resource::internal {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using storage::Value;

constexpr int kSecondsField = 1;
constexpr int kNanosField = 2;

// A number that the enum does not name cannot pass the field rules; it stays visible as digits.
std::string EnumName(const EnumDescriptor& type, int number) {
  const EnumValueDescriptor* value = type.FindValueByNumber(number);
  return value != nullptr ? value->name() : absl::StrCat(number);
}

int64_t IntegerOf(const FieldDescriptor* field, const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, field) ? 1 : 0;
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(message, field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.GetUInt32(message, field);
    default:
      return reflection.GetInt64(message, field);
  }
}

Value RealOf(const FieldDescriptor* field, const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const double real = field->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT
                          ? reflection.GetFloat(message, field)
                          : reflection.GetDouble(message, field);
  return std::isnan(real) ? Value() : Value(real);
}

// Saturates at the ends of time, so that no message can overflow it.
int64_t MicrosecondsOf(const Message& timestamp) {
  const Reflection& reflection = *timestamp.GetReflection();
  const google::protobuf::Descriptor& type = *timestamp.GetDescriptor();
  return absl::ToUnixMicros(
      absl::FromUnixSeconds(reflection.GetInt64(timestamp, type.FindFieldByNumber(kSecondsField))) +
      absl::Nanoseconds(reflection.GetInt32(timestamp, type.FindFieldByNumber(kNanosField))));
}

Value ListOf(const FieldColumn& column, const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, column.field);
  if (size == 0) return {};
  std::vector<std::string> items;
  items.reserve(static_cast<size_t>(size));
  for (int i = 0; i < size; ++i) {
    items.push_back(column.kind == FieldKind::kTextList
                        ? reflection.GetRepeatedString(message, column.field, i)
                        : EnumName(*column.field->enum_type(),
                                   reflection.GetRepeatedEnumValue(message, column.field, i)));
  }
  return storage::EncodeList(items);
}

bool SetInteger(const FieldDescriptor* field, int64_t number, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      if (number != 0 && number != 1) return false;
      reflection.SetBool(message, field, number == 1);
      return true;
    case FieldDescriptor::CPPTYPE_INT32:
      if (!std::in_range<int32_t>(number)) return false;
      reflection.SetInt32(message, field, static_cast<int32_t>(number));
      return true;
    case FieldDescriptor::CPPTYPE_UINT32:
      if (!std::in_range<uint32_t>(number)) return false;
      reflection.SetUInt32(message, field, static_cast<uint32_t>(number));
      return true;
    default:
      reflection.SetInt64(message, field, number);
      return true;
  }
}

void SetReal(const FieldDescriptor* field, double number, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) {
    reflection.SetFloat(message, field, static_cast<float>(number));
  } else {
    reflection.SetDouble(message, field, number);
  }
}

void SetInstant(const FieldDescriptor* field, int64_t microseconds, Message* message) {
  constexpr int64_t kPerSecond = 1'000'000;
  int64_t seconds = microseconds / kPerSecond;
  int64_t rest = microseconds % kPerSecond;
  if (rest < 0) {
    rest += kPerSecond;
    --seconds;
  }
  Message* timestamp = message->GetReflection()->MutableMessage(message, field);
  const google::protobuf::Descriptor& type = *timestamp->GetDescriptor();
  timestamp->GetReflection()->SetInt64(timestamp, type.FindFieldByNumber(kSecondsField), seconds);
  timestamp->GetReflection()->SetInt32(timestamp, type.FindFieldByNumber(kNanosField),
                                       static_cast<int32_t>(rest * 1000));
}

bool SetText(const FieldColumn& column, const std::string& text, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  if (column.kind != FieldKind::kEnum) {
    reflection.SetString(message, column.field, text);
    return true;
  }
  const EnumValueDescriptor* value = column.field->enum_type()->FindValueByName(text);
  if (value == nullptr) return false;
  reflection.SetEnumValue(message, column.field, value->number());
  return true;
}

bool SetList(const FieldColumn& column, const std::string& encoded, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  for (const std::string& item : storage::DecodeList(encoded)) {
    if (column.kind == FieldKind::kTextList) {
      reflection.AddString(message, column.field, item);
      continue;
    }
    const EnumValueDescriptor* value = column.field->enum_type()->FindValueByName(item);
    if (value == nullptr) return false;
    reflection.AddEnumValue(message, column.field, value->number());
  }
  return true;
}

}  // namespace

Value CellOf(const FieldColumn& column, const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* field = column.field;
  if (field->has_presence() && !reflection.HasField(message, field)) return {};
  switch (column.kind) {
    case FieldKind::kText:
    case FieldKind::kDate:
    case FieldKind::kMonth:
      return reflection.GetString(message, field);
    case FieldKind::kEnum:
      return EnumName(*field->enum_type(), reflection.GetEnumValue(message, field));
    case FieldKind::kBool:
    case FieldKind::kInteger:
      return IntegerOf(field, message);
    case FieldKind::kReal:
      return RealOf(field, message);
    case FieldKind::kInstant:
      return MicrosecondsOf(reflection.GetMessage(message, field));
    default:
      return ListOf(column, message);
  }
}

bool SetFromCell(const FieldColumn& column, const Value& cell, Message* message) {
  message->GetReflection()->ClearField(message, column.field);
  if (std::holds_alternative<std::monostate>(cell)) return true;
  switch (column.column.type) {
    case storage::ColumnType::kInteger: {
      const int64_t* number = std::get_if<int64_t>(&cell);
      if (number == nullptr) return false;
      if (column.kind != FieldKind::kInstant) return SetInteger(column.field, *number, message);
      SetInstant(column.field, *number, message);
      return true;
    }
    case storage::ColumnType::kReal: {
      const double* number = std::get_if<double>(&cell);
      if (number != nullptr) SetReal(column.field, *number, message);
      return number != nullptr;
    }
    case storage::ColumnType::kText: {
      const std::string* text = std::get_if<std::string>(&cell);
      return text != nullptr && SetText(column, *text, message);
    }
    default: {
      const std::string* encoded = std::get_if<std::string>(&cell);
      return encoded != nullptr && SetList(column, *encoded, message);
    }
  }
}

}  // namespace potential::resource::internal

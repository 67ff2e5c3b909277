#include "gateway/transcoder/leaf.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/transcoder/number.h"
#include "gateway/transcoder/text.h"
#include "gateway/transcoder/well_known.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"

namespace potential::gateway {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::TimeUtil;

// Sets a singular field or appends to a repeated one, by the pair of Reflection's functions.
template <typename Value>
void Put(void (Reflection::*set)(Message*, const FieldDescriptor*, Value) const,
         void (Reflection::*add)(Message*, const FieldDescriptor*, Value) const,
         const FieldDescriptor* field, Message* message, Value value) {
  const Reflection* reflection = message->GetReflection();
  (reflection->*(field->is_repeated() ? add : set))(message, field, std::move(value));
}

template <typename Integer>
LeafError PutInteger(void (Reflection::*set)(Message*, const FieldDescriptor*, Integer) const,
                     void (Reflection::*add)(Message*, const FieldDescriptor*, Integer) const,
                     absl::string_view text, const FieldDescriptor* field, Message* message) {
  std::optional<Integer> value = ParseInteger<Integer>(text);
  if (!value.has_value()) {
    return absl::StrCat("must be a whole number from ", std::numeric_limits<Integer>::min(), " to ",
                        std::numeric_limits<Integer>::max());
  }
  Put(set, add, field, message, *value);
  return std::nullopt;
}

std::optional<double> RealOf(absl::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return ParseDouble(text);
}

LeafError PutDouble(absl::string_view text, const FieldDescriptor* field, Message* message) {
  std::optional<double> value = RealOf(text);
  if (!value.has_value()) return "must be a number";
  Put(&Reflection::SetDouble, &Reflection::AddDouble, field, message, *value);
  return std::nullopt;
}

LeafError PutFloat(absl::string_view text, const FieldDescriptor* field, Message* message) {
  std::optional<double> value = RealOf(text);
  if (!value.has_value()) return "must be a number";
  if (std::isfinite(*value) && std::abs(*value) > std::numeric_limits<float>::max()) {
    return "must be a number of single precision";
  }
  Put(&Reflection::SetFloat, &Reflection::AddFloat, field, message, static_cast<float>(*value));
  return std::nullopt;
}

LeafError PutBool(absl::string_view text, const FieldDescriptor* field, Message* message) {
  if (text != "true" && text != "false") return "must be true or false";
  Put(&Reflection::SetBool, &Reflection::AddBool, field, message, text == "true");
  return std::nullopt;
}

LeafError PutBytes(absl::string_view text, const FieldDescriptor* field, Message* message) {
  std::string decoded;
  if (!absl::Base64Unescape(text, &decoded) && !absl::WebSafeBase64Unescape(text, &decoded)) {
    return "must be base64";
  }
  Put<std::string>(&Reflection::SetString, &Reflection::AddString, field, message,
                   std::move(decoded));
  return std::nullopt;
}

std::string NamesOf(const EnumDescriptor* type) {
  constexpr int kMostNames = 30;
  std::string names;
  for (int i = 0; i < type->value_count() && i < kMostNames; ++i) {
    absl::StrAppend(&names, i == 0 ? "" : ", ", type->value(i)->name());
  }
  if (type->value_count() > kMostNames) names.append(" and others");
  return names;
}

LeafError PutEnum(absl::string_view text, const FieldDescriptor* field, Message* message) {
  std::optional<int> number = ParseInteger<int>(text);
  if (!number.has_value()) {
    const EnumValueDescriptor* value = field->enum_type()->FindValueByName(std::string(text));
    if (value == nullptr) return absl::StrCat("must be one of ", NamesOf(field->enum_type()));
    number = value->number();
  }
  Put(&Reflection::SetEnumValue, &Reflection::AddEnumValue, field, message, *number);
  return std::nullopt;
}

// Timestamp and Duration share their shape: seconds (1) and nanos (2).
template <typename Instant>
void CopyInstant(const Instant& from, Message* message) {
  const google::protobuf::Descriptor* type = message->GetDescriptor();
  const Reflection* reflection = message->GetReflection();
  reflection->SetInt64(message, type->FindFieldByNumber(1), from.seconds());
  reflection->SetInt32(message, type->FindFieldByNumber(2), from.nanos());
}

LeafError FillTimestamp(absl::string_view text, Message* message) {
  google::protobuf::Timestamp timestamp;
  if (!TimeUtil::FromString(std::string(text), &timestamp)) {
    return "must be an instant such as 2026-03-01T09:30:00Z";
  }
  CopyInstant(timestamp, message);
  return std::nullopt;
}

LeafError FillDuration(absl::string_view text, Message* message) {
  google::protobuf::Duration duration;
  if (!TimeUtil::FromString(std::string(text), &duration)) {
    return "must be a duration in seconds such as 3.5s";
  }
  CopyInstant(duration, message);
  return std::nullopt;
}

bool IsMaskPath(absl::string_view path) {
  return !path.empty() && std::all_of(path.begin(), path.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '*';
  });
}

LeafError FillFieldMask(absl::string_view text, Message* message) {
  const FieldDescriptor* paths = message->GetDescriptor()->FindFieldByNumber(1);
  if (text.empty()) return std::nullopt;
  for (absl::string_view path : absl::StrSplit(text, ',')) {
    path = absl::StripAsciiWhitespace(path);
    if (!IsMaskPath(path)) return "must be names of fields with commas between them";
    message->GetReflection()->AddString(message, paths, ToSnakeCase(path));
  }
  return std::nullopt;
}

LeafError PutMessage(absl::string_view text, const FieldDescriptor* field, Message* message) {
  const Reflection* reflection = message->GetReflection();
  Message* value = field->is_repeated() ? reflection->AddMessage(message, field)
                                        : reflection->MutableMessage(message, field);
  return FillWellKnown(text, value);
}

}  // namespace

LeafError PutText(absl::string_view text, const FieldDescriptor* field, Message* message) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return PutInteger(&Reflection::SetInt32, &Reflection::AddInt32, text, field, message);
    case FieldDescriptor::CPPTYPE_INT64:
      return PutInteger(&Reflection::SetInt64, &Reflection::AddInt64, text, field, message);
    case FieldDescriptor::CPPTYPE_UINT32:
      return PutInteger(&Reflection::SetUInt32, &Reflection::AddUInt32, text, field, message);
    case FieldDescriptor::CPPTYPE_UINT64:
      return PutInteger(&Reflection::SetUInt64, &Reflection::AddUInt64, text, field, message);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return PutDouble(text, field, message);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return PutFloat(text, field, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      return PutBool(text, field, message);
    case FieldDescriptor::CPPTYPE_ENUM:
      return PutEnum(text, field, message);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return PutMessage(text, field, message);
    case FieldDescriptor::CPPTYPE_STRING:
      break;
  }
  if (field->type() == FieldDescriptor::TYPE_BYTES) return PutBytes(text, field, message);
  Put<std::string>(&Reflection::SetString, &Reflection::AddString, field, message,
                   std::string(text));
  return std::nullopt;
}

LeafError FillWellKnown(absl::string_view text, Message* message) {
  switch (WellKnownOf(message->GetDescriptor())) {
    case WellKnown::kTimestamp:
      return FillTimestamp(text, message);
    case WellKnown::kDuration:
      return FillDuration(text, message);
    case WellKnown::kFieldMask:
      return FillFieldMask(text, message);
    case WellKnown::kWrapper:
      return PutText(text, message->GetDescriptor()->FindFieldByNumber(1), message);
    default:
      return "cannot be given as one value";
  }
}

}  // namespace potential::gateway

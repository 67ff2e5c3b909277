#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/transcoder/json.h"
#include "gateway/transcoder/json_scanner.h"
#include "gateway/transcoder/json_writer.h"
#include "gateway/transcoder/request_error.h"
#include "gateway/transcoder/text.h"
#include "gateway/transcoder/well_known.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::gateway {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::TimeUtil;

// `index` of a singular field.
constexpr int kSingular = -1;

// Most levels of a Struct, Value, ListValue or Any.
constexpr int kMaxDynamicDepth = 100;

absl::Status Unreadable(absl::string_view what) {
  return RequestError(absl::StatusCode::kInternal, kReasonUnreadableAnswer, what);
}

// The pair of Reflection's functions that read a field, called for the one that fits.
template <typename Get, typename GetRepeated>
auto Read(Get get, GetRepeated get_repeated, const Message& message, const FieldDescriptor* field,
          int index) {
  const Reflection* reflection = message.GetReflection();
  return index == kSingular ? (reflection->*get)(message, field)
                            : (reflection->*get_repeated)(message, field, index);
}

template <typename Instant>
Instant InstantOf(const Message& message) {
  const google::protobuf::Descriptor* type = message.GetDescriptor();
  const Reflection* reflection = message.GetReflection();
  Instant instant;
  instant.set_seconds(reflection->GetInt64(message, type->FindFieldByNumber(1)));
  instant.set_nanos(reflection->GetInt32(message, type->FindFieldByNumber(2)));
  return instant;
}

class Encoder {
 public:
  absl::Status WriteMessage(const Message& message) {
    switch (WellKnownOf(message.GetDescriptor())) {
      case WellKnown::kNone:
        return WriteObject(message);
      case WellKnown::kTimestamp:
        return WriteTimestamp(InstantOf<google::protobuf::Timestamp>(message));
      case WellKnown::kDuration:
        return WriteDuration(InstantOf<google::protobuf::Duration>(message));
      case WellKnown::kFieldMask:
        json_.Text(MaskText(message));
        return absl::OkStatus();
      case WellKnown::kWrapper:
        return WriteValue(message, message.GetDescriptor()->FindFieldByNumber(1), kSingular);
      case WellKnown::kDynamic:
        break;
    }
    return WriteDynamic(message);
  }

  std::string Take() && { return std::move(json_).Take(); }

 private:
  absl::Status WriteObject(const Message& message) {
    json_.Open('{');
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->is_extension()) continue;
      json_.Name(field->json_name());
      if (field->is_map()) {
        RETURN_IF_ERROR(WriteMap(message, field));
      } else if (field->is_repeated()) {
        RETURN_IF_ERROR(WriteArray(message, field));
      } else {
        RETURN_IF_ERROR(WriteValue(message, field, kSingular));
      }
    }
    json_.Close('}');
    return absl::OkStatus();
  }

  absl::Status WriteArray(const Message& message, const FieldDescriptor* field) {
    json_.Open('[');
    const int size = message.GetReflection()->FieldSize(message, field);
    for (int i = 0; i < size; ++i) RETURN_IF_ERROR(WriteValue(message, field, i));
    json_.Close(']');
    return absl::OkStatus();
  }

  // Entries in the order of their keys, so that equal messages have equal texts.
  absl::Status WriteMap(const Message& message, const FieldDescriptor* field) {
    const Reflection* reflection = message.GetReflection();
    std::vector<std::pair<std::string, const Message*>> entries;
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      const Message& entry = reflection->GetRepeatedMessage(message, field, i);
      entries.emplace_back(KeyText(entry), &entry);
    }
    std::sort(entries.begin(), entries.end());
    json_.Open('{');
    for (const auto& [key, entry] : entries) {
      if (!IsValidUtf8(key)) return Unreadable("the answer holds text that is not UTF-8");
      json_.Name(key);
      RETURN_IF_ERROR(WriteValue(*entry, entry->GetDescriptor()->map_value(), kSingular));
    }
    json_.Close('}');
    return absl::OkStatus();
  }

  static std::string KeyText(const Message& entry) {
    const FieldDescriptor* key = entry.GetDescriptor()->map_key();
    const Reflection* reflection = entry.GetReflection();
    switch (key->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return absl::StrCat(reflection->GetInt32(entry, key));
      case FieldDescriptor::CPPTYPE_INT64:
        return absl::StrCat(reflection->GetInt64(entry, key));
      case FieldDescriptor::CPPTYPE_UINT32:
        return absl::StrCat(reflection->GetUInt32(entry, key));
      case FieldDescriptor::CPPTYPE_UINT64:
        return absl::StrCat(reflection->GetUInt64(entry, key));
      case FieldDescriptor::CPPTYPE_BOOL:
        return reflection->GetBool(entry, key) ? "true" : "false";
      default:
        return reflection->GetString(entry, key);
    }
  }

  absl::Status WriteValue(const Message& m, const FieldDescriptor* field, int index) {
    using R = Reflection;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        json_.Int(Read(&R::GetInt32, &R::GetRepeatedInt32, m, field, index));
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        json_.Int(Read(&R::GetUInt32, &R::GetRepeatedUInt32, m, field, index));
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        json_.Text(absl::StrCat(Read(&R::GetInt64, &R::GetRepeatedInt64, m, field, index)));
        break;
      case FieldDescriptor::CPPTYPE_UINT64:
        json_.Text(absl::StrCat(Read(&R::GetUInt64, &R::GetRepeatedUInt64, m, field, index)));
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        json_.Double(Read(&R::GetDouble, &R::GetRepeatedDouble, m, field, index));
        break;
      case FieldDescriptor::CPPTYPE_FLOAT:
        json_.Float(Read(&R::GetFloat, &R::GetRepeatedFloat, m, field, index));
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        json_.Bool(Read(&R::GetBool, &R::GetRepeatedBool, m, field, index));
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        WriteEnum(field, Read(&R::GetEnumValue, &R::GetRepeatedEnumValue, m, field, index));
        break;
      case FieldDescriptor::CPPTYPE_STRING: {
        const R* reflection = m.GetReflection();
        std::string scratch;
        return WriteString(field,
                           index == kSingular
                               ? reflection->GetStringReference(m, field, &scratch)
                               : reflection->GetRepeatedStringReference(m, field, index, &scratch));
      }
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        const R* reflection = m.GetReflection();
        return WriteMessage(index == kSingular ? reflection->GetMessage(m, field)
                                               : reflection->GetRepeatedMessage(m, field, index));
      }
    }
    return absl::OkStatus();
  }

  void WriteEnum(const FieldDescriptor* field, int number) {
    const EnumValueDescriptor* value = field->enum_type()->FindValueByNumber(number);
    if (value == nullptr) {
      json_.Int(number);
    } else {
      json_.Text(value->name());
    }
  }

  absl::Status WriteString(const FieldDescriptor* field, const std::string& text) {
    if (field->type() == FieldDescriptor::TYPE_BYTES) {
      json_.Text(absl::Base64Escape(text));
      return absl::OkStatus();
    }
    if (!IsValidUtf8(text)) return Unreadable("the answer holds text that is not UTF-8");
    json_.Text(text);
    return absl::OkStatus();
  }

  absl::Status WriteTimestamp(const google::protobuf::Timestamp& timestamp) {
    constexpr int kNanosPerSecond = 1'000'000'000;
    if (timestamp.seconds() < TimeUtil::kTimestampMinSeconds ||
        timestamp.seconds() > TimeUtil::kTimestampMaxSeconds || timestamp.nanos() < 0 ||
        timestamp.nanos() >= kNanosPerSecond) {
      return Unreadable("the answer holds an instant outside of the calendar");
    }
    json_.Text(TimeUtil::ToString(timestamp));
    return absl::OkStatus();
  }

  absl::Status WriteDuration(const google::protobuf::Duration& duration) {
    if (duration.seconds() < TimeUtil::kDurationMinSeconds ||
        duration.seconds() > TimeUtil::kDurationMaxSeconds) {
      return Unreadable("the answer holds a duration that is too long");
    }
    json_.Text(TimeUtil::ToString(duration));
    return absl::OkStatus();
  }

  static std::string MaskText(const Message& mask) {
    const FieldDescriptor* paths = mask.GetDescriptor()->FindFieldByNumber(1);
    const Reflection* reflection = mask.GetReflection();
    std::string text;
    for (int i = 0; i < reflection->FieldSize(mask, paths); ++i) {
      absl::StrAppend(&text, i == 0 ? "" : ",",
                      ToLowerCamel(reflection->GetRepeatedString(mask, paths, i)));
    }
    return text;
  }

  absl::Status WriteDynamic(const Message& message) {
    std::string json;
    bool good = google::protobuf::util::MessageToJsonString(message, &json).ok();
    if (json.empty()) json = "null";  // a Value without a kind
    bool too_deep = false;
    good = good && JsonScanner(json).SkipValue(kMaxDynamicDepth, &too_deep, nullptr);
    if (!good) {
      return Unreadable(
          absl::StrCat("the answer holds a ", message.GetTypeName(), " that has no JSON form"));
    }
    json_.Raw(json);
    return absl::OkStatus();
  }

  JsonWriter json_;
};

}  // namespace

absl::StatusOr<std::string> EncodeJson(const Message& message) {
  Encoder encoder;
  RETURN_IF_ERROR(encoder.WriteMessage(message));
  return std::move(encoder).Take();
}

}  // namespace potential::gateway

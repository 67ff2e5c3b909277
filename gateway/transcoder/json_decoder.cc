#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/transcoder/field_path.h"
#include "gateway/transcoder/json.h"
#include "gateway/transcoder/json_cursor.h"
#include "gateway/transcoder/json_scanner.h"
#include "gateway/transcoder/leaf.h"
#include "gateway/transcoder/request_error.h"
#include "gateway/transcoder/text.h"
#include "gateway/transcoder/well_known.h"
#include "google/protobuf/util/json_util.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;
using Kind = JsonScanner::Kind;

// Goes through the text and the message together.
class Decoder : private JsonCursor {
 public:
  Decoder(absl::string_view json, const DecodeOptions& options)
      : JsonCursor(json, options.limits, options.path), mentioned_(options.mentioned) {}

  absl::Status Decode(Message* message) {
    if (WellKnownOf(message->GetDescriptor()) != WellKnown::kNone) {
      RETURN_IF_ERROR(ReadInto(message));
    } else {
      RETURN_IF_ERROR(ReadObject(message, /*mention=*/mentioned_ != nullptr));
    }
    return scanner().AtEnd() ? absl::OkStatus() : Malformed();
  }

 private:
  absl::Status ReadObject(Message* message, bool mention) {
    Level level(this);
    RETURN_IF_ERROR(CountValue());
    if (scanner().Peek() != Kind::kObject) return Unexpected("must be an object");
    RETURN_IF_ERROR(CountMessage());
    scanner().Take('{');
    if (scanner().Take('}')) {
      if (mention && !AtRoot()) Mention();
      return absl::OkStatus();
    }
    std::set<const FieldDescriptor*> seen;
    do {
      RETURN_IF_ERROR(ReadMember(message, mention, &seen));
    } while (scanner().Take(','));
    return scanner().Take('}') ? absl::OkStatus() : Malformed();
  }

  absl::Status ReadMember(Message* message, bool mention, std::set<const FieldDescriptor*>* seen) {
    std::string name;
    if (!scanner().ReadString(&name) || !scanner().Take(':')) return Malformed();
    const FieldDescriptor* field = FindField(message->GetDescriptor(), name);
    if (field == nullptr) {
      Step step(this, Shown(name));
      return Wrong("is not a field here");
    }
    Step step(this, field->name());
    if (!seen->insert(field).second) return Wrong("is given twice");
    if (scanner().Peek() == Kind::kNull && !TakesNull(field)) {
      if (mention) Mention();
      return scanner().ReadWord("null") ? CountValue() : Malformed();
    }
    return ReadField(message, field, mention);
  }

  // JSON null is a value of its own only for google.protobuf.Value.
  static bool TakesNull(const FieldDescriptor* field) {
    return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated() &&
           field->message_type()->well_known_type() == Descriptor::WELLKNOWNTYPE_VALUE;
  }

  absl::Status ReadField(Message* message, const FieldDescriptor* field, bool mention) {
    const OneofDescriptor* oneof = field->real_containing_oneof();
    if (oneof != nullptr && message->GetReflection()->HasOneof(*message, oneof)) {
      return Wrong(absl::StrCat("cannot be given with another value of ", oneof->name()));
    }
    if (field->is_map()) {
      if (mention) Mention();
      return ReadMap(message, field);
    }
    if (field->is_repeated()) {
      if (mention) Mention();
      return ReadArray(message, field);
    }
    const bool nested = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                        WellKnownOf(field->message_type()) == WellKnown::kNone;
    if (nested)
      return ReadObject(message->GetReflection()->MutableMessage(message, field), mention);
    if (mention) Mention();
    return ReadSingle(message, field);
  }

  absl::Status ReadArray(Message* message, const FieldDescriptor* field) {
    Level level(this);
    RETURN_IF_ERROR(CountValue());
    if (scanner().Peek() != Kind::kArray) return Unexpected("must be a list");
    scanner().Take('[');
    if (scanner().Take(']')) return absl::OkStatus();
    size_t index = 0;
    do {
      Step step(this, index++);
      RETURN_IF_ERROR(ReadSingle(message, field));
    } while (scanner().Take(','));
    return scanner().Take(']') ? absl::OkStatus() : Malformed();
  }

  absl::Status ReadMap(Message* message, const FieldDescriptor* field) {
    Level level(this);
    RETURN_IF_ERROR(CountValue());
    if (scanner().Peek() != Kind::kObject) return Unexpected("must be an object");
    scanner().Take('{');
    if (scanner().Take('}')) return absl::OkStatus();
    std::set<std::string> seen;
    do {
      std::string key;
      if (!scanner().ReadString(&key) || !scanner().Take(':')) return Malformed();
      Step step(this, Shown(key));
      if (!seen.insert(key).second) return Wrong("is given twice");
      RETURN_IF_ERROR(ReadEntry(message, field, key));
    } while (scanner().Take(','));
    return scanner().Take('}') ? absl::OkStatus() : Malformed();
  }

  absl::Status ReadEntry(Message* message, const FieldDescriptor* field, const std::string& key) {
    Message* entry = message->GetReflection()->AddMessage(message, field);
    const Descriptor* type = entry->GetDescriptor();
    if (LeafError error = PutText(key, type->map_key(), entry)) {
      return Wrong(absl::StrCat("has a key that ", *error));
    }
    return ReadSingle(entry, type->map_value());
  }

  // One value, for a singular field or as an item of a repeated one.
  absl::Status ReadSingle(Message* message, const FieldDescriptor* field) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      RETURN_IF_ERROR(CountValue());
      return ReadScalar(message, field);
    }
    const Reflection* reflection = message->GetReflection();
    return ReadInto(field->is_repeated() ? reflection->AddMessage(message, field)
                                         : reflection->MutableMessage(message, field));
  }

  absl::Status ReadInto(Message* value) {
    const WellKnown kind = WellKnownOf(value->GetDescriptor());
    if (kind == WellKnown::kNone) return ReadObject(value, /*mention=*/false);
    RETURN_IF_ERROR(CountValue());
    if (kind == WellKnown::kDynamic) return ReadDynamic(value);
    if (kind == WellKnown::kWrapper) {
      return ReadScalar(value, value->GetDescriptor()->FindFieldByNumber(1));
    }
    std::string text;
    if (scanner().Peek() != Kind::kString) return Unexpected("must be a text");
    if (!scanner().ReadString(&text)) return Malformed();
    LeafError error = FillWellKnown(text, value);
    return error.has_value() ? Wrong(*error) : absl::OkStatus();
  }

  absl::Status ReadDynamic(Message* value) {
    bool too_deep = false;
    absl::string_view raw;
    if (!scanner().SkipValue(LevelsLeft(), &too_deep, &raw)) {
      return too_deep ? TooDeep() : Malformed();
    }
    if (raw.size() > limits().max_dynamic_bytes) {
      return Wrong(absl::StrCat("has more than ", limits().max_dynamic_bytes, " bytes"));
    }
    google::protobuf::StringPiece piece(raw.data(), raw.size());
    if (!google::protobuf::util::JsonStringToMessage(piece, value).ok()) {
      return Wrong(absl::StrCat("is not a ", value->GetDescriptor()->full_name()));
    }
    return absl::OkStatus();
  }

  absl::Status ReadScalar(Message* message, const FieldDescriptor* field) {
    std::string text;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        if (scanner().Peek() != Kind::kString) return Unexpected("must be a text");
        if (!scanner().ReadString(&text)) return Malformed();
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        if (scanner().ReadWord("true")) {
          text = "true";
        } else if (scanner().ReadWord("false")) {
          text = "false";
        } else {
          return Unexpected("must be true or false");
        }
        break;
      default:
        RETURN_IF_ERROR(ReadNumberText(field, &text));
    }
    LeafError error = PutText(text, field, message);
    return error.has_value() ? Wrong(*error) : absl::OkStatus();
  }

  // A number or enum: bare, or as a text.
  absl::Status ReadNumberText(const FieldDescriptor* field, std::string* text) {
    const bool is_enum = field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
    const Kind kind = scanner().Peek();
    if (kind == Kind::kString) {
      return scanner().ReadString(text) ? absl::OkStatus() : Malformed();
    }
    if (kind != Kind::kNumber) {
      return Unexpected(is_enum ? "must be the name of a value" : "must be a number");
    }
    absl::string_view number;
    if (!scanner().ReadNumber(&number)) return Malformed();
    *text = std::string(number);
    return absl::OkStatus();
  }

  void Mention() { mentioned_->push_back(PathBelowRoot()); }

  std::vector<std::string>* mentioned_;
};

}  // namespace

absl::Status DecodeJson(absl::string_view json, const DecodeOptions& options, Message* message) {
  if (json.size() > options.limits.max_bytes) {
    return RequestError(
        absl::StatusCode::kInvalidArgument, kReasonLimitExceeded,
        absl::StrCat("the body has more than ", options.limits.max_bytes, " bytes"));
  }
  if (!IsValidUtf8(json)) {
    return RequestError(absl::StatusCode::kInvalidArgument, kReasonMalformedJson,
                        "the body is not UTF-8");
  }
  return Decoder(json, options).Decode(message);
}

}  // namespace potential::gateway

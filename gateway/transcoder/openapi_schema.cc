#include "gateway/transcoder/openapi_schema.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/transcoder/well_known.h"
#include "potential/options/v1/options.pb.h"

namespace potential::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using potential::options::v1::FieldRules;
using Use = SchemaWriter::Use;

// Limits of fields whose rules name none; see potential/options/v1.
constexpr uint32_t kDefaultMaxLength = 200;
constexpr uint32_t kDefaultMaxItems = 100;

struct FormatSchema {
  absl::string_view keyword;  // `format` or `pattern`
  absl::string_view value;
};

FormatSchema SchemaOf(FieldRules::Format format) {
  switch (format) {
    case FieldRules::DATE:
      return {"format", "date"};
    case FieldRules::MONTH:
      return {"pattern", "^[0-9]{4}-(0[1-9]|1[0-2])$"};
    case FieldRules::IDENTIFIER:
      return {"pattern", "^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$"};
    case FieldRules::URL:
      return {"format", "uri"};
    case FieldRules::DOI:
      return {"pattern", "^10\\."};
    case FieldRules::ODS_CODE:
      return {"pattern", "^[A-Z0-9]{3,6}$"};
    case FieldRules::SNOMED_CT:
      return {"pattern", "^[0-9]{6,18}$"};
    case FieldRules::UUID:
      return {"format", "uuid"};
    case FieldRules::NAME:
      return {"pattern", "^organisations/[^/]+/[^/]+/[^/]+$"};
    default:
      return {"", ""};
  }
}

const FieldRules& RulesOf(const FieldDescriptor* field) {
  return field->options().GetExtension(potential::options::v1::field);
}

void WriteNumberLimits(const FieldRules& rules, JsonWriter* json) {
  if (rules.has_minimum()) json->Name("minimum").Double(rules.minimum());
  if (rules.has_maximum()) json->Name("maximum").Double(rules.maximum());
}

void WriteTextLimits(const FieldRules& rules, Use use, JsonWriter* json) {
  if (rules.min_length() > 0) json->Name("minLength").Int(rules.min_length());
  if (rules.max_length() > 0) {
    json->Name("maxLength").Int(rules.max_length());
  } else if (use == Use::kInput) {
    json->Name("maxLength").Int(kDefaultMaxLength);
  }
  if (FormatSchema format = SchemaOf(rules.format()); !format.keyword.empty()) {
    json->Name(format.keyword).Text(format.value);
  }
}

void WriteWellKnown(const Descriptor* type, JsonWriter* json) {
  switch (WellKnownOf(type)) {
    case WellKnown::kTimestamp:
      json->Name("type").Text("string").Name("format").Text("date-time");
      return;
    case WellKnown::kDuration:
      json->Name("type").Text("string");
      json->Name("pattern").Text("^-?[0-9]+(\\.[0-9]{1,9})?s$");
      return;
    case WellKnown::kFieldMask:
      json->Name("type").Text("string");
      return;
    default:
      break;
  }
  if (type->well_known_type() == Descriptor::WELLKNOWNTYPE_VALUE) return;  // any value at all
  const bool list = type->well_known_type() == Descriptor::WELLKNOWNTYPE_LISTVALUE;
  json->Name("type").Text(list ? "array" : "object");
}

void WriteScalar(const FieldDescriptor* field, Use use, JsonWriter* json);

// The members that say what one value of the field is.
void WriteSingle(const FieldDescriptor* field, Use use, JsonWriter* json) {
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    json->Name("$ref").Text(absl::StrCat("#/components/schemas/", field->enum_type()->full_name()));
  } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    WriteScalar(field, use, json);
  } else if (WellKnownOf(field->message_type()) == WellKnown::kNone) {
    json->Name("$ref").Text(
        absl::StrCat("#/components/schemas/", field->message_type()->full_name()));
  } else if (WellKnownOf(field->message_type()) == WellKnown::kWrapper) {
    WriteScalar(field->message_type()->FindFieldByNumber(1), use, json);
  } else {
    WriteWellKnown(field->message_type(), json);
  }
}

void WriteScalar(const FieldDescriptor* field, Use use, JsonWriter* json) {
  const FieldRules& rules = RulesOf(field);
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      json->Name("type").Text("integer").Name("format").Text("int32");
      return WriteNumberLimits(rules, json);
    case FieldDescriptor::CPPTYPE_UINT32:
      json->Name("type").Text("integer").Name("format").Text("uint32");
      return WriteNumberLimits(rules, json);
    case FieldDescriptor::CPPTYPE_INT64:
      json->Name("type").Text("string").Name("format").Text("int64");
      return;
    case FieldDescriptor::CPPTYPE_UINT64:
      json->Name("type").Text("string").Name("format").Text("uint64");
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      json->Name("type").Text("number");
      return WriteNumberLimits(rules, json);
    case FieldDescriptor::CPPTYPE_BOOL:
      json->Name("type").Text("boolean");
      return;
    default:
      break;
  }
  json->Name("type").Text("string");
  if (field->type() == FieldDescriptor::TYPE_BYTES) {
    json->Name("contentEncoding").Text("base64");
    return;
  }
  WriteTextLimits(rules, use, json);
}

std::string DescriptionOf(const FieldDescriptor* field) {
  const FieldRules& rules = RulesOf(field);
  std::string text = CommentOf(field);
  if (!rules.vocabulary().empty()) {
    absl::StrAppend(&text, "\n\nOne of the strategy's `", rules.vocabulary(), "`.");
  }
  if (!rules.reference().empty()) {
    absl::StrAppend(&text, "\n\nNames a record of `", rules.reference(), "`");
    if (!rules.or_reference().empty()) absl::StrAppend(&text, " or `", rules.or_reference(), "`");
    absl::StrAppend(&text, ".");
  }
  return text;
}

void WriteEnum(const EnumDescriptor* type, JsonWriter* json) {
  std::string description = CommentOf(type);
  json->Open('{').Name("type").Text("string").Name("enum").Open('[');
  for (int i = 0; i < type->value_count(); ++i) {
    json->Text(type->value(i)->name());
    absl::StrAppend(&description, i == 0 ? "\n\n" : "\n", "- `", type->value(i)->name(),
                    "`: ", CommentOf(type->value(i)));
  }
  json->Close(']').Name("description").Text(description).Close('}');
}

}  // namespace

template <typename Declared>
std::string CommentOf(const Declared* declared) {
  google::protobuf::SourceLocation location;
  if (!declared->GetSourceLocation(&location)) return "";
  std::string text;
  for (absl::string_view line : absl::StrSplit(location.leading_comments, '\n')) {
    if (!line.empty() && line[0] == ' ') line.remove_prefix(1);
    absl::StrAppend(&text, absl::StripTrailingAsciiWhitespace(line), "\n");
  }
  return std::string(absl::StripAsciiWhitespace(text));
}

template std::string CommentOf(const google::protobuf::ServiceDescriptor*);
template std::string CommentOf(const google::protobuf::MethodDescriptor*);
template std::string CommentOf(const google::protobuf::Descriptor*);
template std::string CommentOf(const google::protobuf::FieldDescriptor*);

void SchemaWriter::Reach(const Descriptor* type, Use use) {
  if (WellKnownOf(type) != WellKnown::kNone) return;
  std::set<std::string>& reached = use == Use::kInput ? input_ : output_;
  if (!reached.insert(type->full_name()).second) return;
  if (!type->options().map_entry()) messages_.insert(type);
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) enums_.insert(field->enum_type());
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) Reach(field->message_type(), use);
  }
}

void SchemaWriter::WriteField(const FieldDescriptor* field, Use use, JsonWriter* json) const {
  const FieldRules& rules = RulesOf(field);
  json->Open('{');
  if (field->is_map()) {
    json->Name("type").Text("object").Name("additionalProperties").Open('{');
    WriteSingle(field->message_type()->map_value(), use, json);
    json->Close('}');
  } else if (field->is_repeated()) {
    json->Name("type").Text("array").Name("items").Open('{');
    WriteSingle(field, use, json);
    json->Close('}');
    if (rules.min_items() > 0) json->Name("minItems").Int(rules.min_items());
    if (rules.max_items() > 0) {
      json->Name("maxItems").Int(rules.max_items());
    } else if (use == Use::kInput) {
      json->Name("maxItems").Int(kDefaultMaxItems);
    }
  } else {
    WriteSingle(field, use, json);
  }
  if (rules.output_only()) json->Name("readOnly").Bool(true);
  json->Name("description").Text(DescriptionOf(field)).Close('}');
}

void SchemaWriter::WriteMessageRef(const Descriptor* type, JsonWriter* json) {
  json->Open('{');
  if (WellKnownOf(type) == WellKnown::kNone) {
    json->Name("$ref").Text(absl::StrCat("#/components/schemas/", type->full_name()));
  } else {
    WriteWellKnown(type, json);
  }
  json->Close('}');
}

std::vector<std::string> SchemaWriter::RequiredFields(const Descriptor* type) {
  std::vector<std::string> names;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldRules& rules = RulesOf(type->field(i));
    if (rules.required() && !rules.output_only()) names.push_back(type->field(i)->json_name());
  }
  return names;
}

void SchemaWriter::WriteInlineObject(const Descriptor* type,
                                     const std::set<const FieldDescriptor*>& left_out,
                                     JsonWriter* json) const {
  json->Open('{').Name("type").Text("object").Name("additionalProperties").Bool(false);
  std::vector<std::string> required;
  json->Name("properties").Open('{');
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (left_out.count(field) > 0) continue;
    json->Name(field->json_name());
    WriteField(field, Use::kInput, json);
    if (RulesOf(field).required()) required.push_back(field->json_name());
  }
  json->Close('}');
  if (!required.empty()) {
    json->Name("required").Open('[');
    for (const std::string& name : required) json->Text(name);
    json->Close(']');
  }
  json->Close('}');
}

void SchemaWriter::WriteObject(const Descriptor* type, JsonWriter* json) const {
  const Use use = input_.count(type->full_name()) > 0 ? Use::kInput : Use::kOutput;
  json->Open('{').Name("type").Text("object");
  json->Name("description").Text(CommentOf(type));
  json->Name("properties").Open('{');
  for (int i = 0; i < type->field_count(); ++i) {
    json->Name(type->field(i)->json_name());
    WriteField(type->field(i), use, json);
  }
  json->Close('}').Close('}');
}

void SchemaWriter::WriteComponents(JsonWriter* json) const {
  for (const Descriptor* type : messages_) {
    json->Name(type->full_name());
    WriteObject(type, json);
  }
  for (const EnumDescriptor* type : enums_) {
    json->Name(type->full_name());
    WriteEnum(type, json);
  }
}

}  // namespace potential::gateway

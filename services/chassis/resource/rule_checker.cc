#include "services/chassis/resource/rule_checker.h"

#include <cmath>
#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/chassis/resource/formats.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/resource/text.h"
#include "services/chassis/resource/value_checks.h"

namespace potential::resource::internal {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using options::v1::FieldRules;

// long double holds every int64, uint64 and double exactly on the machines we build for.
long double NumberAt(const Message& m, const FieldDescriptor* field, int index) {
  const Reflection& r = *m.GetReflection();
  const bool item = index >= 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return item ? r.GetRepeatedInt32(m, field, index) : r.GetInt32(m, field);
    case FieldDescriptor::CPPTYPE_INT64:
      return static_cast<long double>(item ? r.GetRepeatedInt64(m, field, index)
                                           : r.GetInt64(m, field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return item ? r.GetRepeatedUInt32(m, field, index) : r.GetUInt32(m, field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<long double>(item ? r.GetRepeatedUInt64(m, field, index)
                                           : r.GetUInt64(m, field));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return item ? r.GetRepeatedFloat(m, field, index) : r.GetFloat(m, field);
    default:
      return item ? r.GetRepeatedDouble(m, field, index) : r.GetDouble(m, field);
  }
}

// Whether a field without presence of its own holds its default, which is how absence looks.
bool IsDefault(const FieldRule& rule, const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::string scratch;
  switch (rule.kind) {
    case ValueKind::kText:
    case ValueKind::kBytes:
      return reflection.GetStringReference(message, rule.field, &scratch).empty();
    case ValueKind::kEnum:
      return reflection.GetEnumValue(message, rule.field) == 0;
    case ValueKind::kNumber:
      return NumberAt(message, rule.field, -1) == 0;
    default:
      return false;
  }
}

// Whether an empty item, which no list needs, can only be a mistake.
bool HasForm(const FieldRule& rule) {
  return rule.required || rule.min_length > 0 || rule.format != FieldRules::FORMAT_UNSPECIFIED ||
         !rule.reference.empty() || !rule.vocabulary.empty();
}

bool IsNanosOf(ValueKind kind, int64_t seconds, int32_t nanos) {
  constexpr int32_t kMaxNanos = 999'999'999;
  if (kind == ValueKind::kTimestamp || seconds > 0) return nanos >= 0 && nanos <= kMaxNanos;
  if (seconds < 0) return nanos <= 0 && nanos >= -kMaxNanos;
  return nanos >= -kMaxNanos && nanos <= kMaxNanos;
}

}  // namespace

void RuleChecker::Violate(const FieldPath& path, absl::string_view description) {
  if (full()) return;
  violations_.push_back({path.Write(context_.prefix), std::string(description)});
}

void RuleChecker::CheckMessage(const MessageRules& rules, const Message& message,
                               const FieldPath* parent) {
  for (const FieldRule& rule : rules.fields) {
    if (full()) return;
    const FieldPath path{.parent = parent, .field = rule.field};
    if (rule.field->is_repeated()) {
      CheckRepeated(rule, message, path);
    } else {
      CheckSingular(rule, message, path);
    }
  }
}

void RuleChecker::CheckSingular(const FieldRule& rule, const Message& message,
                                const FieldPath& path) {
  const bool has_presence = rule.field->has_presence();
  const bool present = !has_presence || message.GetReflection()->HasField(message, rule.field);
  const bool tells_absence_by_default =
      !has_presence || rule.kind == ValueKind::kText || rule.kind == ValueKind::kEnum;
  if (!present || (tells_absence_by_default && IsDefault(rule, message))) {
    if (rule.required) Violate(path, "is required");
    return;
  }
  CheckValue(rule, {message, rule.field, -1}, path);
}

void RuleChecker::CheckRepeated(const FieldRule& rule, const Message& message,
                                const FieldPath& path) {
  const Reflection& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, rule.field);
  const auto count = static_cast<uint32_t>(size);
  if (rule.required && count == 0) {
    Violate(path, "is required");
  } else if (count < rule.min_items) {
    Violate(path,
            absl::StrCat("holds ", count, " items; at least ", rule.min_items, " are needed"));
  }
  if (count > rule.max_items) {
    Violate(path,
            absl::StrCat("holds ", count, " items; at most ", rule.max_items, " are allowed"));
    return;
  }
  for (int i = 0; i < size && !full(); ++i) {
    if (rule.field->is_map()) {
      CheckEntry(rule, reflection.GetRepeatedMessage(message, rule.field, i), path);
    } else {
      CheckValue(rule, {message, rule.field, i}, {path.parent, path.field, i});
    }
  }
}

void RuleChecker::CheckEntry(const FieldRule& rule, const Message& entry, const FieldPath& path) {
  const FieldDescriptor* key = rule.field->message_type()->map_key();
  std::string text;
  if (key->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    text = entry.GetReflection()->GetString(entry, key);
    CheckText(FieldRule{.field = rule.field, .value_field = key}, text,
              {path.parent, path.field, -1, &text});
  } else if (key->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    text = entry.GetReflection()->GetBool(entry, key) ? "true" : "false";
  } else {
    text = absl::StrFormat("%.0Lf", NumberAt(entry, key, -1));
  }
  CheckValue(rule, {entry, rule.value_field, -1}, {path.parent, path.field, -1, &text});
}

void RuleChecker::CheckValue(const FieldRule& rule, const Slot& slot, const FieldPath& path) {
  const Reflection& r = *slot.holder.GetReflection();
  const bool item = slot.index >= 0;
  switch (rule.kind) {
    case ValueKind::kText: {
      std::string scratch;
      const std::string& text =
          item ? r.GetRepeatedStringReference(slot.holder, slot.field, slot.index, &scratch)
               : r.GetStringReference(slot.holder, slot.field, &scratch);
      if (item && text.empty() && HasForm(rule)) return Violate(path, "is empty; leave it out");
      return CheckText(rule, text, path);
    }
    case ValueKind::kNumber:
      return CheckNumber(rule, NumberAt(slot.holder, slot.field, slot.index), path);
    case ValueKind::kEnum:
      return CheckEnum(rule,
                       item ? r.GetRepeatedEnumValue(slot.holder, slot.field, slot.index)
                            : r.GetEnumValue(slot.holder, slot.field),
                       path);
    case ValueKind::kBool:
    case ValueKind::kBytes:
      return;
    default: {
      const Message& nested = item ? r.GetRepeatedMessage(slot.holder, slot.field, slot.index)
                                   : r.GetMessage(slot.holder, slot.field);
      if (rule.kind != ValueKind::kMessage) return CheckInstant(nested, rule.kind, path);
      if (rule.nested != nullptr) CheckMessage(*rule.nested, nested, &path);
    }
  }
}

void RuleChecker::CheckText(const FieldRule& rule, const std::string& text, const FieldPath& path) {
  const std::vector<std::string> problems = TextProblems(rule, text, context_);
  for (const std::string& problem : problems) Violate(path, problem);
  if (!text.empty() && problems.empty() && !rule.reference.empty()) {
    CheckReference(rule, text, path);
  }
}

void RuleChecker::CheckReference(const FieldRule& rule, const std::string& text,
                                 const FieldPath& path) {
  const std::optional<ResourceName> name = ParseName(text);
  const bool fits = name && (name->collection == rule.reference ||
                             (!rule.or_reference.empty() && name->collection == rule.or_reference));
  if (!fits) {
    std::string forms = FormatName("{organisation}", rule.reference, "{id}");
    if (!rule.or_reference.empty()) {
      absl::StrAppend(&forms, " or ", FormatName("{organisation}", rule.or_reference, "{id}"));
    }
    return Violate(path, absl::StrCat(Shown(text), " is not a name as ", forms));
  }
  if (name->organisation != context_.organisation) {
    return Violate(path, absl::StrCat(Shown(text), " is not a record of this organisation"));
  }
  if (context_.references != nullptr) {
    context_.references->push_back({path.Write(context_.prefix), name->collection, text});
  }
}

void RuleChecker::CheckNumber(const FieldRule& rule, long double number, const FieldPath& path) {
  for (const std::string& problem : NumberProblems(rule, number)) Violate(path, problem);
}

void RuleChecker::CheckEnum(const FieldRule& rule, int number, const FieldPath& path) {
  const google::protobuf::EnumDescriptor& values = *rule.value_field->enum_type();
  if (values.FindValueByNumber(number) != nullptr) return;
  Violate(path, absl::StrCat(number, " is not a number of ", values.name()));
}

void RuleChecker::CheckInstant(const Message& instant, ValueKind kind, const FieldPath& path) {
  constexpr int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
  constexpr int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z
  constexpr int64_t kMaxDuration = 315'576'000'000;  // 10,000 years
  const google::protobuf::Descriptor& type = *instant.GetDescriptor();
  const Reflection& reflection = *instant.GetReflection();
  const int64_t seconds = reflection.GetInt64(instant, type.FindFieldByNumber(1));
  const int32_t nanos = reflection.GetInt32(instant, type.FindFieldByNumber(2));
  const bool timestamp = kind == ValueKind::kTimestamp;
  const int64_t first = timestamp ? kFirstSecond : -kMaxDuration;
  const int64_t last = timestamp ? kLastSecond : kMaxDuration;
  if (seconds < first || seconds > last || !IsNanosOf(kind, seconds, nanos)) {
    Violate(path, timestamp ? "is not an instant of the years 1 to 9999"
                            : "is not a duration of at most 10,000 years");
  }
}

}  // namespace potential::resource::internal

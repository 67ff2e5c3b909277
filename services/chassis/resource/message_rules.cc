#include "services/chassis/resource/message_rules.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::resource::internal {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using options::v1::FieldRules;

absl::Status Contradiction(const FieldDescriptor& field, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("contract ", field.full_name(), ": ", what));
}

// The rules that speak of a type speak of this field's type.
absl::Status CheckApplies(const FieldDescriptor& field, const FieldRules& rules, ValueKind kind) {
  const bool of_text = rules.min_length() > 0 || rules.max_length() > 0 || rules.format() != 0 ||
                       !rules.reference().empty() || !rules.vocabulary().empty();
  if (of_text && kind != ValueKind::kText) {
    return Contradiction(field, "a length, format, reference or vocabulary needs a string");
  }
  if ((rules.has_minimum() || rules.has_maximum()) && kind != ValueKind::kNumber) {
    return Contradiction(field, "a minimum or maximum needs a number");
  }
  if ((rules.min_items() > 0 || rules.max_items() > 0) && !field.is_repeated()) {
    return Contradiction(field, "limits of items need a repeated field");
  }
  if (rules.required() && kind == ValueKind::kBool && !field.is_repeated() &&
      !field.has_presence()) {
    return Contradiction(field, "a required bool must be optional, else false is absent");
  }
  for (const std::string& collection : {rules.reference(), rules.or_reference()}) {
    if (!collection.empty() && !IsCollection(collection)) {
      return Contradiction(field, "the reference is not a collection");
    }
  }
  if (rules.reference().empty() && !rules.or_reference().empty()) {
    return Contradiction(field, "or_reference stands beside a reference");
  }
  return absl::OkStatus();
}

absl::Status CheckOrder(const FieldDescriptor& field, const FieldRule& rule) {
  if (rule.min_length > rule.max_length) {
    return Contradiction(field, "min_length is above max_length");
  }
  if (rule.min_items > rule.max_items) return Contradiction(field, "min_items is above max_items");
  if (rule.minimum && rule.maximum && *rule.minimum > *rule.maximum) {
    return Contradiction(field, "minimum is above maximum");
  }
  return absl::OkStatus();
}

}  // namespace

ValueKind KindOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? ValueKind::kBytes : ValueKind::kText;
    case FieldDescriptor::CPPTYPE_BOOL:
      return ValueKind::kBool;
    case FieldDescriptor::CPPTYPE_ENUM:
      return ValueKind::kEnum;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (field.message_type()->full_name() == "google.protobuf.Timestamp") {
        return ValueKind::kTimestamp;
      }
      if (field.message_type()->full_name() == "google.protobuf.Duration") {
        return ValueKind::kDuration;
      }
      return ValueKind::kMessage;
    default:
      return ValueKind::kNumber;
  }
}

absl::StatusOr<std::vector<std::unique_ptr<MessageRules>>> MessageRulesBuilder::Build(
    const Descriptor& message, const std::string& unchecked) {
  if (!unchecked.empty() && message.FindFieldByName(unchecked) == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("contract ", message.full_name(), " has no field ", unchecked));
  }
  RETURN_IF_ERROR(Resolve(message, unchecked).status());
  return std::move(rules_);
}

absl::StatusOr<const MessageRules*> MessageRulesBuilder::Resolve(const Descriptor& message,
                                                                 const std::string& unchecked) {
  const auto found = known_.find(&message);
  if (found != known_.end()) return found->second;
  MessageRules* rules = rules_.emplace_back(std::make_unique<MessageRules>()).get();
  known_[&message] = rules;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (field.options().GetExtension(options::v1::field).output_only()) continue;
    ASSIGN_OR_RETURN(FieldRule rule, ResolveField(field, field.name() != unchecked));
    rules->fields.push_back(std::move(rule));
  }
  return rules;
}

absl::StatusOr<FieldRule> MessageRulesBuilder::ResolveField(const FieldDescriptor& field,
                                                            bool look_inside) {
  const FieldRules& rules = field.options().GetExtension(options::v1::field);
  FieldRule rule;
  rule.field = &field;
  rule.value_field = field.is_map() ? field.message_type()->map_value() : &field;
  rule.kind = KindOf(*rule.value_field);
  RETURN_IF_ERROR(CheckApplies(field, rules, rule.kind));
  rule.required = rules.required();
  rule.min_length = rules.min_length();
  if (rules.max_length() > 0) rule.max_length = rules.max_length();
  if (rules.has_minimum()) rule.minimum = rules.minimum();
  if (rules.has_maximum()) rule.maximum = rules.maximum();
  rule.min_items = rules.min_items();
  if (rules.max_items() > 0) rule.max_items = rules.max_items();
  rule.format = rules.format();
  rule.reference = rules.reference();
  rule.or_reference = rules.or_reference();
  rule.vocabulary = rules.vocabulary();
  RETURN_IF_ERROR(CheckOrder(field, rule));
  if (rule.kind == ValueKind::kMessage && look_inside) {
    ASSIGN_OR_RETURN(rule.nested, Resolve(*rule.value_field->message_type(), ""));
  }
  return rule;
}

}  // namespace potential::resource::internal

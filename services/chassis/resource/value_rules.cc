#include "services/chassis/resource/value_rules.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/chassis/resource/value_checks.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::resource {
namespace {

std::string First(std::vector<std::string> problems) {
  return problems.empty() ? std::string() : std::move(problems.front());
}

}  // namespace

absl::StatusOr<ValueRules> ValueRules::For(const google::protobuf::Descriptor& message,
                                           absl::string_view field) {
  internal::MessageRulesBuilder builder;
  ASSIGN_OR_RETURN(const std::vector<std::unique_ptr<internal::MessageRules>> rules,
                   builder.Build(message, ""));
  for (const internal::FieldRule& rule : rules.front()->fields) {
    if (rule.field->name() == field && !rule.field->is_repeated()) return ValueRules(rule);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("contract ", message.full_name(), " has no single field ", field));
}

std::string ValueRules::CheckText(absl::string_view text, const RuleContext& context) const {
  if (text.empty()) return rule_.required ? "is required" : "";
  return First(internal::TextProblems(rule_, text, context));
}

std::string ValueRules::CheckNumber(int64_t number) const {
  return First(internal::NumberProblems(rule_, static_cast<long double>(number)));
}

}  // namespace potential::resource

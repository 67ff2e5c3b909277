#include "services/chassis/resource/field_rules.h"

#include <utility>

#include "services/chassis/resource/message_rules.h"
#include "services/chassis/resource/rule_checker.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::resource {

FieldRulesPlan::FieldRulesPlan() = default;
FieldRulesPlan::FieldRulesPlan(FieldRulesPlan&&) noexcept = default;
FieldRulesPlan& FieldRulesPlan::operator=(FieldRulesPlan&&) noexcept = default;
FieldRulesPlan::~FieldRulesPlan() = default;

absl::StatusOr<FieldRulesPlan> FieldRulesPlan::For(const google::protobuf::Descriptor& message,
                                                   absl::string_view unchecked) {
  FieldRulesPlan plan;
  internal::MessageRulesBuilder builder;
  ASSIGN_OR_RETURN(plan.rules_, builder.Build(message, std::string(unchecked)));
  return plan;
}

std::vector<FieldViolation> FieldRulesPlan::Check(const google::protobuf::Message& message,
                                                  const RuleContext& context) const {
  internal::RuleChecker checker(context);
  checker.CheckMessage(*rules_.front(), message, nullptr);
  return checker.TakeViolations();
}

}  // namespace potential::resource

// The field rules of a contract for single values, for facts in volume that never become messages.
//
//   ASSIGN_OR_RETURN(ValueRules rules, ValueRules::For(*Intervention::descriptor(), "record_id"));
//   std::string problem = rules.CheckText(cell, context);
//   if (!problem.empty()) ...   // goes on after the field's name, such as "is required"
//
// The same rules and words as those of FieldRulesPlan, from the same source.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_VALUE_RULES_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_VALUE_RULES_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/chassis/resource/field_rules.h"
#include "services/chassis/resource/message_rules.h"

namespace potential::resource {

// Immutable: any thread may check.
class ValueRules {
 public:
  // INVALID_ARGUMENT if the type has no such field that a caller sets, or contradicts itself.
  static absl::StatusOr<ValueRules> For(const google::protobuf::Descriptor& message,
                                        absl::string_view field);

  // The first thing that is wrong with the value of a text field; empty if nothing is. An empty text
  // is an absent one. References are looked at for their form only.
  std::string CheckText(absl::string_view text, const RuleContext& context) const;

  // The same of a number that is there.
  std::string CheckNumber(int64_t number) const;

 private:
  explicit ValueRules(internal::FieldRule rule) : rule_(std::move(rule)) {}

  internal::FieldRule rule_;
};

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_VALUE_RULES_H_

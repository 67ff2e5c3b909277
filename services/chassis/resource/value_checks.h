// What is wrong with one value by the rule of its field. Not for other modules: see field_rules.h and
// value_rules.h, which share it.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_VALUE_CHECKS_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_VALUE_CHECKS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/chassis/resource/field_rules.h"
#include "services/chassis/resource/message_rules.h"

namespace potential::resource::internal {

// Everything that is wrong with a text, in words that go on after the field's path. Nothing is wrong
// with an empty one.
std::vector<std::string> TextProblems(const FieldRule& rule, absl::string_view text,
                                      const RuleContext& context);

// The same of a number.
std::vector<std::string> NumberProblems(const FieldRule& rule, long double number);

}  // namespace potential::resource::internal

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_VALUE_CHECKS_H_

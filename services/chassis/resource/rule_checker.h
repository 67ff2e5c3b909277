// One walk over a message against its resolved rules. Not for other modules: see field_rules.h.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_RULE_CHECKER_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_RULE_CHECKER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/chassis/resource/field_path.h"
#include "services/chassis/resource/field_rules.h"
#include "services/chassis/resource/message_rules.h"

namespace potential::resource::internal {

// Collects violations and references. For one check, on one thread.
class RuleChecker {
 public:
  explicit RuleChecker(const RuleContext& context) : context_(context) {}

  // `parent` is the path of the message; null for the message that the check began with.
  void CheckMessage(const MessageRules& rules, const google::protobuf::Message& message,
                    const FieldPath* parent);

  std::vector<FieldViolation> TakeViolations() { return std::move(violations_); }

 private:
  // One value: field `field` of `holder`, item `index` if that is not negative.
  struct Slot {
    const google::protobuf::Message& holder;
    const google::protobuf::FieldDescriptor* field;
    int index;
  };

  void CheckSingular(const FieldRule& rule, const google::protobuf::Message& message,
                     const FieldPath& path);
  void CheckRepeated(const FieldRule& rule, const google::protobuf::Message& message,
                     const FieldPath& path);
  void CheckEntry(const FieldRule& rule, const google::protobuf::Message& entry,
                  const FieldPath& path);
  void CheckValue(const FieldRule& rule, const Slot& slot, const FieldPath& path);
  void CheckText(const FieldRule& rule, const std::string& text, const FieldPath& path);
  void CheckReference(const FieldRule& rule, const std::string& text, const FieldPath& path);
  void CheckNumber(const FieldRule& rule, long double number, const FieldPath& path);
  void CheckEnum(const FieldRule& rule, int number, const FieldPath& path);
  void CheckInstant(const google::protobuf::Message& instant, ValueKind kind,
                    const FieldPath& path);

  bool full() const { return violations_.size() >= FieldRulesPlan::kMaxViolations; }
  void Violate(const FieldPath& path, absl::string_view description);

  const RuleContext& context_;
  std::vector<FieldViolation> violations_;
};

}  // namespace potential::resource::internal

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_RULE_CHECKER_H_

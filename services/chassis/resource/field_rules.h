// Enforces the rules that contracts carry (potential.options.v1.FieldRules), read from the
// descriptor once and checked on every request.
//
//   ASSIGN_OR_RETURN(FieldRulesPlan plan, FieldRulesPlan::For(*Opportunity::descriptor()));
//   std::vector<FieldViolation> violations = plan.Check(record, {.organisation = "swlstg",
//                                                               .prefix = "opportunity", ...});
//   if (!violations.empty()) return InvalidArgument(violations);
//
// A record is checked whole, `required` included: before Create the record that was sent, before
// Update the record as it would be after the merge. What a mask may touch is field_mask.h's part.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_RULES_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_RULES_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/chassis/resource/violation.h"

namespace potential::resource {

// A field that names a record; whether it exists is for the transaction to see.
struct Reference {
  std::string field;       // path, as in a violation
  std::string collection;  // collection of the name, one of those that the contract declares
  std::string name;        // well-formed, of that collection and of the caller's organisation
  bool operator==(const Reference&) const = default;
};

// What a check depends on besides the message.
struct RuleContext {
  // Organisation of the record: references must stay inside it.
  std::string organisation = {};
  // Path of the message inside its request, such as `opportunity`; empty for the request itself.
  std::string prefix = {};
  // Whether the organisation's strategy lists `value` under `word`. Without it every value of a
  // field with a vocabulary is refused.
  std::function<bool(const std::string& organisation, const std::string& word,
                     const std::string& value)>
      in_vocabulary = {};
  // Receives the references found, if not null.
  std::vector<Reference>* references = nullptr;
};

namespace internal {
struct MessageRules;
}  // namespace internal

// The rules of a message type and of all types nested in it. Immutable: any thread may check.
class FieldRulesPlan {
 public:
  // Most violations of one check; it stops there.
  static constexpr size_t kMaxViolations = 50;

  // INVALID_ARGUMENT names a field whose rules contradict each other or its type: a defect of the
  // contract, with which a server must not start. The content of the field `unchecked` (the patch
  // in an Update request, of which only some fields count) is not looked into.
  static absl::StatusOr<FieldRulesPlan> For(const google::protobuf::Descriptor& message,
                                            absl::string_view unchecked = "");

  FieldRulesPlan(FieldRulesPlan&&) noexcept;
  FieldRulesPlan& operator=(FieldRulesPlan&&) noexcept;
  ~FieldRulesPlan();

  // All violations in the order of the fields, at most kMaxViolations; empty if there is none.
  // `message` is of the plan's type. Fields that the service sets are not looked at.
  std::vector<FieldViolation> Check(const google::protobuf::Message& message,
                                    const RuleContext& context) const;

 private:
  FieldRulesPlan();

  // The first is the message's own; the others are those that it points to. Types may be recursive.
  std::vector<std::unique_ptr<internal::MessageRules>> rules_;
};

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_RULES_H_

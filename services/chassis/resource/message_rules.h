// The resolved form of a contract's field rules, shared by the two halves of FieldRulesPlan:
// building (message_rules.cc) and checking (field_rules.cc). Not for other modules.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_MESSAGE_RULES_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_MESSAGE_RULES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "potential/options/v1/options.pb.h"

namespace potential::resource::internal {

// Limits of a string or repeated field whose contract names none.
inline constexpr uint32_t kDefaultMaxLength = 200;
inline constexpr uint32_t kDefaultMaxItems = 100;

struct MessageRules;

// What one value is, apart from how often it may stand.
enum class ValueKind { kText, kNumber, kBool, kEnum, kBytes, kTimestamp, kDuration, kMessage };

struct FieldRule {
  const google::protobuf::FieldDescriptor* field = nullptr;
  // Field of a value: `field` itself, or the value of a map's entry.
  const google::protobuf::FieldDescriptor* value_field = nullptr;
  ValueKind kind = ValueKind::kText;
  bool required = false;
  uint32_t min_length = 0;
  uint32_t max_length = kDefaultMaxLength;
  std::optional<double> minimum = {};
  std::optional<double> maximum = {};
  uint32_t min_items = 0;
  uint32_t max_items = kDefaultMaxItems;
  options::v1::FieldRules::Format format = options::v1::FieldRules::FORMAT_UNSPECIFIED;
  std::string reference = {};
  std::string or_reference = {};
  std::string vocabulary = {};
  // Rules of a kMessage's type; null if its content is not checked.
  const MessageRules* nested = nullptr;
};

struct MessageRules {
  std::vector<FieldRule> fields;  // without those that the service sets
};

ValueKind KindOf(const google::protobuf::FieldDescriptor& field);

// Resolves `message` (first in the result) and every type that it reaches.
class MessageRulesBuilder {
 public:
  // `unchecked`: field of `message` whose content is not looked into; empty for none.
  absl::StatusOr<std::vector<std::unique_ptr<MessageRules>>> Build(
      const google::protobuf::Descriptor& message, const std::string& unchecked);

 private:
  absl::StatusOr<const MessageRules*> Resolve(const google::protobuf::Descriptor& message,
                                              const std::string& unchecked);
  absl::StatusOr<FieldRule> ResolveField(const google::protobuf::FieldDescriptor& field,
                                         bool look_inside);

  std::vector<std::unique_ptr<MessageRules>> rules_;
  absl::flat_hash_map<const google::protobuf::Descriptor*, const MessageRules*> known_;
};

}  // namespace potential::resource::internal

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_MESSAGE_RULES_H_

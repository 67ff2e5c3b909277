// What an import profile must keep beyond the rules of its fields, and how names of columns compare.

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_IMPORT_PROFILE_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_IMPORT_PROFILE_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "potential/strategy/v1/strategy.pb.h"

namespace potential::strategy {

// A column's name as it is compared: lower case, without spaces, hyphens, underscores and dots.
std::string ComparableHeader(absl::string_view header);

// Hears of a problem: the message that has it, its field, and what is wrong.
using ProfileProblem = std::function<void(const google::protobuf::Message& holder,
                                          absl::string_view field, const std::string& text)>;

// A field has one mapping, a column one meaning, a word of the source one code.
void CheckImportProfile(const v1::ImportProfile& profile, const ProfileProblem& report);

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_IMPORT_PROFILE_H_

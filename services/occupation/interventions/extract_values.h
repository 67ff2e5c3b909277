// What the cells of an extract mean: dates, national codes, expressions.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_EXTRACT_VALUES_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_EXTRACT_VALUES_H_

#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "potential/occupation/v1/intervention.pb.h"
#include "potential/strategy/v1/strategy.pb.h"
#include "services/measures/calendar.h"

namespace potential::occupation {

// A day as the profile writes it, or nullopt. A time of day may follow after a space or `T`.
std::optional<measures::Day> ParseExtractDay(absl::string_view text,
                                             strategy::v1::ImportProfile::DateFormat format);

// What such a day looks like, to go on after "is not ".
absl::string_view DayExpectation(strategy::v1::ImportProfile::DateFormat format);

// The concept of a SNOMED CT expression: `84478008:363702006=52448006` is 84478008. Terms between
// bars, as in `84478008 |Name|`, are left out.
absl::string_view ConceptOf(absl::string_view expression);

// Words to numbers of an enum: national codes with and without leading zero, names of the enum's
// values, and the profile's local codes. Compared without case. Immutable.
class CodeBook {
 public:
  // Codes of attendance and of contact mode. INVALID_ARGUMENT, naming the profile's field, if a local
  // code stands for a code that does not exist.
  static absl::StatusOr<CodeBook> OfAttendance(const strategy::v1::ImportProfile& profile);
  static absl::StatusOr<CodeBook> OfContactMode(const strategy::v1::ImportProfile& profile);

  // Nullopt if the word means nothing.
  std::optional<int> Find(absl::string_view word) const;

 private:
  absl::Status AddLocal(const strategy::v1::ImportProfile& profile,
                        strategy::v1::ImportProfile::Field field);
  void AddEnum(const google::protobuf::EnumDescriptor& type);

  absl::flat_hash_map<std::string, int> numbers_;
};

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_EXTRACT_VALUES_H_

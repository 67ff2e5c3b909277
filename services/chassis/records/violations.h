// Collects what is wrong with a record, so that a caller hears all of it at once.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_VIOLATIONS_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_VIOLATIONS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/chassis/resource/violation.h"

namespace potential::records {

// For one record on one thread. Paths are relative to the record, such as `pdsa_cycles[2].act`; the
// core puts the record's field of the request before them.
class Violations {
 public:
  void Add(absl::string_view path, absl::string_view description) {
    found_.push_back({std::string(path), std::string(description)});
  }

  // Adds `description` for `path` unless `holds`.
  void Require(bool holds, absl::string_view path, absl::string_view description) {
    if (!holds) Add(path, description);
  }

  bool empty() const { return found_.empty(); }

  // What was found, each path under `prefix`.
  std::vector<resource::FieldViolation> Under(absl::string_view prefix) const {
    std::vector<resource::FieldViolation> result;
    for (const resource::FieldViolation& violation : found_) {
      result.push_back({prefix.empty() ? violation.field : absl::StrCat(prefix, ".", violation.field),
                        violation.description});
    }
    return result;
  }

 private:
  std::vector<resource::FieldViolation> found_;
};

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_VIOLATIONS_H_

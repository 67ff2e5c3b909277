// Rules that facts of different kinds share.

#ifndef POTENTIAL_SERVICES_EVIDENCE_FACT_CHECKS_H_
#define POTENTIAL_SERVICES_EVIDENCE_FACT_CHECKS_H_

#include "absl/strings/string_view.h"
#include "services/chassis/records/violations.h"

namespace potential::evidence {

// Whether ten digits stand in `key` as a number of their own: together or as 3, 3 and 4 with spaces
// or hyphens between, and no ASCII letter or digit directly before or after. Check digits play no
// part.
bool HoldsNhsNumberForm(absl::string_view key);

// Adds a violation for `path` if the key holds anything like an NHS number.
void RequirePseudonym(absl::string_view key, absl::string_view path,
                      records::Violations& violations);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_FACT_CHECKS_H_

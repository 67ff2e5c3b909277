// Rules of outcome standards that their contract cannot state.

#ifndef POTENTIAL_SERVICES_EVIDENCE_OUTCOME_RULES_H_
#define POTENTIAL_SERVICES_EVIDENCE_OUTCOME_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "potential/evidence/v1/outcome_standard.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::evidence {

// Another tool is named, and has a direction; points are there once each; reviews have an interval
// only where there are reviews.
absl::Status CheckOutcomeStandard(const v1::OutcomeStandard& next,
                                  const v1::OutcomeStandard* previous,
                                  records::Transaction& transaction,
                                  records::Violations& violations);

// Adds a violation for `other_tool` unless OTHER_TOOL, and it alone, has a name.
void CheckOtherTool(v1::OutcomeStandard::Tool tool, const std::string& other_tool,
                    records::Violations& violations);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_OUTCOME_RULES_H_

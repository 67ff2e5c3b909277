#include "services/workforce/opportunity_rules.h"

#include "services/chassis/records/steps.h"
#include "services/workforce/gatherings.h"

namespace potential::workforce {

absl::Status CheckOpportunity(const v1::Opportunity& next, const v1::Opportunity*,
                              records::Transaction&, records::Violations& violations) {
  records::CheckOrder(next.opened_date(), next.closing_date(), "closing_date", "opened_date",
                      violations);
  return absl::OkStatus();
}

absl::Status CheckAdviceSession(const v1::AdviceSession& next, const v1::AdviceSession*,
                                records::Transaction& transaction,
                                records::Violations& violations) {
  CheckGathering(next, transaction, violations);
  return absl::OkStatus();
}

}  // namespace potential::workforce

// Rules of opportunities and advice sessions that their contracts cannot state.

#ifndef POTENTIAL_SERVICES_WORKFORCE_OPPORTUNITY_RULES_H_
#define POTENTIAL_SERVICES_WORKFORCE_OPPORTUNITY_RULES_H_

#include "absl/status/status.h"
#include "potential/workforce/v1/advice_session.pb.h"
#include "potential/workforce/v1/bulletin.pb.h"
#include "potential/workforce/v1/opportunity.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::workforce {

// Once opened, the closing date is not before the day on which it opened.
absl::Status CheckOpportunity(const v1::Opportunity& next, const v1::Opportunity* previous,
                              records::Transaction& transaction, records::Violations& violations);

// Attendances within the places and only of a held session, which is not in the future.
absl::Status CheckAdviceSession(const v1::AdviceSession& next, const v1::AdviceSession* previous,
                                records::Transaction& transaction, records::Violations& violations);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_OPPORTUNITY_RULES_H_

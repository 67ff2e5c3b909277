// Rules of referral pathways that their contract cannot state.

#ifndef POTENTIAL_SERVICES_OCCUPATION_PATHWAY_RULES_H_
#define POTENTIAL_SERVICES_OCCUPATION_PATHWAY_RULES_H_

#include "absl/status/status.h"
#include "potential/occupation/v1/referral_pathway.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/strategy/strategy_set.h"

namespace potential::occupation {

// The service line of the OT service, and the number of a first version. An OT service that the
// strategy does not list leaves the line empty; the field rules refuse it.
absl::Status DeriveReferralPathway(v1::ReferralPathway& next,
                                   const strategy::StrategySet& strategies,
                                   const records::Transaction& transaction);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_PATHWAY_RULES_H_

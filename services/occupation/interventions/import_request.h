// What the first message of an import asks for.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_REQUEST_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_REQUEST_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/rpc/call_context.h"
#include "services/chassis/strategy/strategy_set.h"

namespace potential::occupation {

// Whether it may be done: INVALID_ARGUMENT, PERMISSION_DENIED.
absl::Status CheckImport(const rpc::CallContext& call, const v1::ImportInterventionsRequest& request);

// The profile by which the file is read. INVALID_ARGUMENT if the strategy has none of this name or the
// caller's own contradicts itself, NOT_FOUND if the organisation has no strategy (any more).
absl::StatusOr<strategy::v1::ImportProfile> ProfileFor(
    const strategy::StrategySet& strategies, const std::string& organisation,
    const v1::ImportInterventionsRequest& request);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_REQUEST_H_

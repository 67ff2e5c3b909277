// Compares the sums on which figures stand with the interventions themselves.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_VERIFICATION_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_VERIFICATION_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/service/domain_service.h"
#include "services/measures/calendar.h"

namespace potential::occupation {

// Compares the months after `after` (all if absent), each whole, until some hundred thousand
// interventions are read. From one snapshot.
absl::StatusOr<v1::VerifyInterventionsResponse> VerifyMonths(storage::TableReader& snapshot,
                                                             const records::FactKind& interventions,
                                                             const std::string& organisation,
                                                             std::optional<measures::Month> after);

// Binds VerifyInterventions.
void BindVerification(rpc::Routes& routes, service::ServiceContext& context);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_VERIFICATION_H_

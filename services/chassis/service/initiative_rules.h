// Rules of initiatives that their contract cannot state.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVICE_INITIATIVE_RULES_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVICE_INITIATIVE_RULES_H_

#include "absl/status/status.h"
#include "potential/indicators/v1/initiative.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::service {

// A milestone that was reached was so by today.
absl::Status CheckInitiative(const indicators::v1::Initiative& next,
                             const indicators::v1::Initiative* previous,
                             records::Transaction& transaction, records::Violations& violations);

}  // namespace potential::service

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVICE_INITIATIVE_RULES_H_

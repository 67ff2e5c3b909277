// Rules of apprenticeships and of the capacity that they add, which their contracts cannot state.

#ifndef POTENTIAL_SERVICES_WORKFORCE_APPRENTICESHIP_RULES_H_
#define POTENTIAL_SERVICES_WORKFORCE_APPRENTICESHIP_RULES_H_

#include "absl/status/status.h"
#include "potential/workforce/v1/apprenticeship.pb.h"
#include "potential/workforce/v1/delivered_capacity.pb.h"
#include "potential/workforce/v1/infrastructure_item.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::workforce {

// Order of dates. An apprenticeship that is under way has begun by today, and no later than its
// first break.
absl::Status CheckApprenticeship(const v1::Apprenticeship& next, const v1::Apprenticeship* previous,
                                 records::Transaction& transaction,
                                 records::Violations& violations);

// One record for each month, service line, kind of ward and ward: ALREADY_EXISTS.
absl::Status CheckDeliveredCapacity(const v1::DeliveredCapacity& next,
                                    const v1::DeliveredCapacity* previous,
                                    records::Transaction& transaction,
                                    records::Violations& violations);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_APPRENTICESHIP_RULES_H_

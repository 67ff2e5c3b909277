// Rules of staff movements, establishment snapshots and counts of staff trained that their
// contracts cannot state.

#ifndef POTENTIAL_SERVICES_WORKFORCE_STAFFING_RULES_H_
#define POTENTIAL_SERVICES_WORKFORCE_STAFFING_RULES_H_

#include "absl/status/status.h"
#include "potential/workforce/v1/establishment_snapshot.pb.h"
#include "potential/workforce/v1/staff_movement.pb.h"
#include "potential/workforce/v1/staff_training.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::workforce {

// A reason for leavers and for them only; where to for internal moves only.
absl::Status CheckStaffMovement(const v1::StaffMovement& next, const v1::StaffMovement* previous,
                                records::Transaction& transaction, records::Violations& violations);

// One record for each month, service line and band: ALREADY_EXISTS.
absl::Status CheckEstablishmentSnapshot(const v1::EstablishmentSnapshot& next,
                                        const v1::EstablishmentSnapshot* previous,
                                        records::Transaction& transaction,
                                        records::Violations& violations);

// One record for each month, service line and topic: ALREADY_EXISTS.
absl::Status CheckStaffTraining(const v1::StaffTraining& next, const v1::StaffTraining* previous,
                                records::Transaction& transaction, records::Violations& violations);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_STAFFING_RULES_H_

// Brings what organisations share in line with what they should: after a start or a change of the
// strategies, which say who is served and who works with whom.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_RECONCILE_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_RECONCILE_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/storage/store.h"

namespace potential::records {

// Makes all copies of all records of a kind that is shared what they should be, inside one
// transaction: missing ones are put, different ones changed, and those removed that nobody shares
// any more or whose recipient is not served or no partner any more. Each organisation that
// something changes for gets one revision; where all is as it should be, nothing is written. Fails
// as the store does.
absl::Status ReconcileProjections(const RecordKind& source, const PartnersFunction& partners_of,
                                  absl::Time now, storage::TableWriter& tables);

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_RECONCILE_H_

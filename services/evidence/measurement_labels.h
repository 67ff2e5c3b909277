// Which stored measurements are sample data.

#ifndef POTENTIAL_SERVICES_EVIDENCE_MEASUREMENT_LABELS_H_
#define POTENTIAL_SERVICES_EVIDENCE_MEASUREMENT_LABELS_H_

#include "absl/status/status.h"
#include "services/chassis/storage/store.h"
#include "services/chassis/storage/table.h"

namespace potential::evidence {

// Sets `illustrative` of every measurement to that of its project; one whose project is gone gets
// 0. For measurements that were stored before they could say it themselves, which took the word of
// their project. Inside a migration, on the writer thread.
absl::Status LabelAllMeasurements(const storage::Table& measurements,
                                  const storage::Table& qi_projects, storage::TableWriter& tables);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_MEASUREMENT_LABELS_H_

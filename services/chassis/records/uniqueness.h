// Records of which there is one for each combination of some fields.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_UNIQUENESS_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_UNIQUENESS_H_

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/table.h"

namespace potential::records {

// ALREADY_EXISTS, naming the other, if a record that is neither `next` nor deleted matches `same`.
template <typename Record>
absl::Status RequireUnique(const Record& next, storage::Predicate same, Transaction& transaction) {
  const absl::StatusOr<std::vector<Record>> found = transaction.Select<Record>(std::move(same));
  if (!found.ok()) return found.status();
  for (const Record& other : *found) {
    if (other.name() != next.name()) return resource::AlreadyExists(other.name());
  }
  return absl::OkStatus();
}

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_UNIQUENESS_H_

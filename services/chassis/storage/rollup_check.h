// Whether a rollup is what its rows add up to: the rows are read again, a page at a time.
//
//   ASSIGN_OR_RETURN(const RollupCheck check,
//                    CheckRollup(*snapshot, kInterventions, kByMonth, "swlstg",
//                                {.groups = of_month, .rows = between_its_days, .order = "date"}));

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_ROLLUP_CHECK_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_ROLLUP_CHECK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/chassis/storage/store.h"

namespace potential::storage {

// Which part of a rollup is looked at: the groups that meet one condition, against the rows that meet
// another, which must be the rows of those groups.
struct RollupPart {
  Predicate groups = {};  // on the rollup's columns
  Predicate rows = {};    // on the table's columns
  std::string order;      // a column of an index that finds the rows, text
};

// A group as the rollup has it and as its rows have it; a count of 0 where there is none.
struct RollupDifference {
  std::vector<Value> group;
  RollupRow kept;
  RollupRow actual;
};

struct RollupCheck {
  int64_t rows = 0;    // that were read
  int64_t groups = 0;  // that were compared
  std::vector<RollupDifference> differences;
};

// Sums of integers are compared exactly, up to 2^53. INVALID_ARGUMENT if the table has no such rollup.
absl::StatusOr<RollupCheck> CheckRollup(TableReader& snapshot, const Table& table,
                                        const Rollup& rollup, const std::string& organisation,
                                        const RollupPart& part);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_ROLLUP_CHECK_H_

// The period that an import replaces, and whether a file may replace it.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_REPLACEMENT_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_REPLACEMENT_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/storage/table.h"

namespace potential::occupation {

// Interventions with a month from `first_month` to `last_month` (by MonthNumber) and, unless `teams` is
// empty, one of these teams.
struct Period {
  int64_t first_month = 0;
  int64_t last_month = -1;  // empty
  std::vector<std::string> teams = {};
};

// The period of a request's replacement; empty if it has none.
Period PeriodOf(const v1::ImportInterventionsRequest& request);

// Whether the row of the table of interventions is of the period.
bool IsIn(const Period& period, const storage::Table& table, const storage::Row& row);

// What a file has for the months of the period that it replaces. A file with the wrong codes, or one
// that holds nothing but its header, must not empty years: for one import and one thread.
class ReplacedMonths {
 public:
  // `table` is that of interventions and outlives this.
  ReplacedMonths(const v1::ImportInterventionsRequest& request, const storage::Table& table);

  // A good row.
  void Count(const storage::Row& row);

  // Why the file may not replace the period; empty if it may, or if the request replaces none.
  // `unmapped` is the number of rows of teams that the strategy does not list.
  std::string Refusal(int64_t unmapped) const;

 private:
  // Months of the period without a row, such as `2026-02`.
  std::vector<std::string> EmptyMonths() const;

  const Period period_;
  const storage::Table& table_;
  const bool replaces_;
  const bool allow_empty_;
  const bool allow_unmapped_;
  std::set<int64_t> months_;  // with rows, by MonthNumber
};

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_REPLACEMENT_H_

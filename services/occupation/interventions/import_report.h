// What an import will be answered with, as it grows.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_REPORT_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_REPORT_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/storage/table.h"

namespace potential::occupation {

// Rejections and unmapped teams that are listed; further ones are counted.
inline constexpr int kMaxListedRejections = 1000;
inline constexpr size_t kMaxListedTeams = 1000;

// For one import and one thread.
class ImportReport {
 public:
  void CountRow() { answer_.set_rows(answer_.rows() + 1); }
  void CountOtherStaff() { answer_.set_other_staff(answer_.other_staff() + 1); }
  void CountUnmapped(absl::string_view team);
  void CountGood(int64_t month, bool took_place);
  void Reject(int64_t line, absl::string_view column, absl::string_view reason);

  // What writing `rows` good rows did; those that are in none of the counts were superseded.
  void CountWritten(int64_t rows, const storage::UpsertCounts& counts);

  int64_t rejected() const { return answer_.rejected(); }
  int64_t changed() const { return answer_.inserted() + answer_.updated(); }

  // For what is known at the end only.
  v1::ImportInterventionsResponse& answer() { return answer_; }
  // The answer with its lists in order.
  v1::ImportInterventionsResponse Finished() const;

 private:
  struct Month {
    int64_t rows = 0;
    int64_t attended = 0;
  };

  v1::ImportInterventionsResponse answer_;
  std::map<std::string, int64_t> teams_;
  absl::flat_hash_map<int64_t, Month> months_;  // by MonthNumber
};

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_REPORT_H_

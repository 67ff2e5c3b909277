#include "services/chassis/service/initiative_rules.h"

#include "absl/strings/str_cat.h"
#include "services/chassis/records/steps.h"

namespace potential::service {

using indicators::v1::Initiative;

absl::Status CheckInitiative(const Initiative& next, const Initiative*,
                             records::Transaction& transaction, records::Violations& violations) {
  for (int i = 0; i < next.milestones_size(); ++i) {
    records::RequireNotAfterToday(next.milestones(i).done_date(),
                                  absl::StrCat("milestones[", i, "].done_date"), transaction,
                                  violations);
  }
  return absl::OkStatus();
}

}  // namespace potential::service

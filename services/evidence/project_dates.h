// Days that student projects and quality improvement projects have in common.

#ifndef POTENTIAL_SERVICES_EVIDENCE_PROJECT_DATES_H_
#define POTENTIAL_SERVICES_EVIDENCE_PROJECT_DATES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/steps.h"

namespace potential::evidence {

// Adds a violation for `path` if the day is before the project started or, as long as it has not,
// before it was proposed.
template <typename Project>
void CheckAfterBeginning(const Project& next, const std::string& day, absl::string_view path,
                         records::Violations& violations) {
  const bool started = !next.start_date().empty();
  records::CheckOrder(started ? next.start_date() : next.proposed_date(), day, path,
                      started ? "start_date" : "proposed_date", violations);
}

// A project is proposed by today, starts after that, and is not planned to end before either.
template <typename Project>
void CheckProjectDates(const Project& next, const records::Transaction& transaction,
                       records::Violations& violations) {
  const std::string& proposed = next.proposed_date();
  records::RequireNotAfterToday(proposed, "proposed_date", transaction, violations);
  records::CheckNotAfter(proposed, next.start_date(), "proposed_date", "start_date", violations);
  CheckAfterBeginning(next, next.planned_end_date(), "planned_end_date", violations);
}

// The day before which a project does not start.
template <typename Project>
records::Earliest ProposalOf(const Project& project) {
  return {project.proposed_date(), "the day on which it was proposed"};
}

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_PROJECT_DATES_H_

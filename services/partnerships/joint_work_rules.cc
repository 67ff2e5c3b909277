#include "services/partnerships/joint_work_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/chassis/records/dated_step.h"
#include "services/partnerships/partner_rules.h"

namespace potential::partnerships {
namespace {

using records::Transaction;
using records::Violations;
using v1::CoProductionProject;
using v1::SharedResource;
using v1::TeachingOpportunity;

}  // namespace

bool InvolvesPeople(const CoProductionProject& project) {
  return project.service_users_involved() > 0 || project.carers_involved() > 0;
}

absl::Status CheckCoProductionProject(const CoProductionProject& next, const CoProductionProject*,
                                      Transaction&, Violations& violations) {
  records::CheckOrder(next.start_date(), next.planned_end_date(), "planned_end_date", "start_date",
                      violations);
  if (next.state() != CoProductionProject::ACTIVE) return absl::OkStatus();
  violations.Require(InvolvesPeople(next), "service_users_involved",
                     "must be above 0 unless carers are involved, because the project is ACTIVE");
  violations.Require(next.ladder_step_start() != CoProductionProject::LADDER_STEP_UNSPECIFIED,
                     "ladder_step_start", "is required while the project is ACTIVE");
  return absl::OkStatus();
}

absl::Status CheckTeachingOpportunity(const TeachingOpportunity& next, const TeachingOpportunity*,
                                      Transaction& transaction, Violations& violations) {
  const std::string& offered = next.offered_date();
  records::RequireNotAfterToday(offered, "offered_date", transaction, violations);
  records::CheckNotAfter(offered, next.agreed_date(), "offered_date", "agreed_date", violations);
  records::CheckNotAfter(offered, next.delivered_date(), "offered_date", "delivered_date",
                         violations);
  records::CheckOrder(offered, next.planned_date(), "planned_date", "offered_date", violations);
  return RequireKind(next.school(), v1::Partner::UNIVERSITY, "school", transaction, violations);
}

absl::Status CheckSharedResource(const SharedResource& next, const SharedResource*,
                                 Transaction& transaction, Violations& violations) {
  for (int i = 0; i < next.shared_with_size(); ++i) {
    violations.Require(next.shared_with(i) != transaction.organisation(),
                       absl::StrCat("shared_with[", i, "]"), "is your own organisation");
  }
  records::CheckOrder(next.shared_date(), next.review_date(), "review_date", "shared_date",
                      violations);
  violations.Require(next.state() != SharedResource::SHARED || !next.shared_with().empty(),
                     "shared_with", "must name an organisation while the resource is SHARED");
  return absl::OkStatus();
}

}  // namespace potential::partnerships

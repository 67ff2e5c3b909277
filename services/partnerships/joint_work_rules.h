// Rules of co-production projects, teaching opportunities and shared resources that their contracts
// cannot state.

#ifndef POTENTIAL_SERVICES_PARTNERSHIPS_JOINT_WORK_RULES_H_
#define POTENTIAL_SERVICES_PARTNERSHIPS_JOINT_WORK_RULES_H_

#include "absl/status/status.h"
#include "potential/partnerships/v1/co_production_project.pb.h"
#include "potential/partnerships/v1/shared_resource.pb.h"
#include "potential/partnerships/v1/teaching_opportunity.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::partnerships {

// Whether a service user or carer is involved.
bool InvolvesPeople(const v1::CoProductionProject& project);

// Order of dates; a project under way keeps what it needed to start.
absl::Status CheckCoProductionProject(const v1::CoProductionProject& next,
                                      const v1::CoProductionProject* previous,
                                      records::Transaction& transaction,
                                      records::Violations& violations);

// The school is a university; it was offered by today and not after what followed.
absl::Status CheckTeachingOpportunity(const v1::TeachingOpportunity& next,
                                      const v1::TeachingOpportunity* previous,
                                      records::Transaction& transaction,
                                      records::Violations& violations);

// Recipients are others, and there is one while it is shared.
absl::Status CheckSharedResource(const v1::SharedResource& next, const v1::SharedResource* previous,
                                 records::Transaction& transaction,
                                 records::Violations& violations);

}  // namespace potential::partnerships

#endif  // POTENTIAL_SERVICES_PARTNERSHIPS_JOINT_WORK_RULES_H_

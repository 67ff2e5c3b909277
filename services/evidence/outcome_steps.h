// Steps of outcome standards.

#ifndef POTENTIAL_SERVICES_EVIDENCE_OUTCOME_STEPS_H_
#define POTENTIAL_SERVICES_EVIDENCE_OUTCOME_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::evidence {

// Binds the methods of OutcomeService that are not standard ones.
void BindOutcomeSteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_OUTCOME_STEPS_H_

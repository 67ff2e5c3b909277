// Named transitions of opportunities and advice sessions.

#ifndef POTENTIAL_SERVICES_WORKFORCE_OPPORTUNITY_STEPS_H_
#define POTENTIAL_SERVICES_WORKFORCE_OPPORTUNITY_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::workforce {

void BindOpportunitySteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_OPPORTUNITY_STEPS_H_

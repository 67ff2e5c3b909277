// Named transitions of enrolments, evaluations and training events.

#ifndef POTENTIAL_SERVICES_WORKFORCE_DEVELOPMENT_STEPS_H_
#define POTENTIAL_SERVICES_WORKFORCE_DEVELOPMENT_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::workforce {

void BindDevelopmentSteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_DEVELOPMENT_STEPS_H_

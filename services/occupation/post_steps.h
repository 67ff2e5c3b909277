// Named transitions of posts and of reviews of their protected time.

#ifndef POTENTIAL_SERVICES_OCCUPATION_POST_STEPS_H_
#define POTENTIAL_SERVICES_OCCUPATION_POST_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::occupation {

void BindPostSteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_POST_STEPS_H_

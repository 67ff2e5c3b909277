// Named transitions of co-production projects, teaching opportunities and shared resources.

#ifndef POTENTIAL_SERVICES_PARTNERSHIPS_JOINT_WORK_STEPS_H_
#define POTENTIAL_SERVICES_PARTNERSHIPS_JOINT_WORK_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::partnerships {

void BindJointWorkSteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::partnerships

#endif  // POTENTIAL_SERVICES_PARTNERSHIPS_JOINT_WORK_STEPS_H_

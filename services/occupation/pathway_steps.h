// Publication and revision of referral pathways.

#ifndef POTENTIAL_SERVICES_OCCUPATION_PATHWAY_STEPS_H_
#define POTENTIAL_SERVICES_OCCUPATION_PATHWAY_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::occupation {

void BindPathwaySteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_PATHWAY_STEPS_H_

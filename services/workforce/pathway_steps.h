// Publication and revision of career pathways.

#ifndef POTENTIAL_SERVICES_WORKFORCE_PATHWAY_STEPS_H_
#define POTENTIAL_SERVICES_WORKFORCE_PATHWAY_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::workforce {

void BindPathwaySteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_PATHWAY_STEPS_H_

// Steps of quality improvement projects.

#ifndef POTENTIAL_SERVICES_EVIDENCE_QI_STEPS_H_
#define POTENTIAL_SERVICES_EVIDENCE_QI_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::evidence {

// Binds the methods of QiService that are not standard ones.
void BindQiSteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_QI_STEPS_H_

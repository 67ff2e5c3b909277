// Named transitions of apprenticeships and of the infrastructure checklist.

#ifndef POTENTIAL_SERVICES_WORKFORCE_APPRENTICESHIP_STEPS_H_
#define POTENTIAL_SERVICES_WORKFORCE_APPRENTICESHIP_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::workforce {

// Most breaks of learning of one apprenticeship.
inline constexpr int kMaxPauses = 20;

void BindApprenticeshipSteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_APPRENTICESHIP_STEPS_H_

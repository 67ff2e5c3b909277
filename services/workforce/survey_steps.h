// Named transitions of surveys and waves, and the issue of invitations.

#ifndef POTENTIAL_SERVICES_WORKFORCE_SURVEY_STEPS_H_
#define POTENTIAL_SERVICES_WORKFORCE_SURVEY_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::workforce {

void BindSurveySteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_SURVEY_STEPS_H_

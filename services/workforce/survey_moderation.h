// Release of free-text answers by a moderator.

#ifndef POTENTIAL_SERVICES_WORKFORCE_SURVEY_MODERATION_H_
#define POTENTIAL_SERVICES_WORKFORCE_SURVEY_MODERATION_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::workforce {

void BindSurveyModeration(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_SURVEY_MODERATION_H_

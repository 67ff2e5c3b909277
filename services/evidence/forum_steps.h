// Steps of forums, their agreed structures and their meetings.

#ifndef POTENTIAL_SERVICES_EVIDENCE_FORUM_STEPS_H_
#define POTENTIAL_SERVICES_EVIDENCE_FORUM_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::evidence {

// Binds the methods of ForumService that are not standard ones.
void BindForumSteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_FORUM_STEPS_H_

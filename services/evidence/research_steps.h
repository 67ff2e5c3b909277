// Steps of student projects, research outputs and links with universities.

#ifndef POTENTIAL_SERVICES_EVIDENCE_RESEARCH_STEPS_H_
#define POTENTIAL_SERVICES_EVIDENCE_RESEARCH_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::evidence {

// Binds the methods of ResearchService that are not standard ones.
void BindResearchSteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_RESEARCH_STEPS_H_

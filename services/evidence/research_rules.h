// Rules of student projects, research outputs and university links that their contracts cannot
// state.

#ifndef POTENTIAL_SERVICES_EVIDENCE_RESEARCH_RULES_H_
#define POTENTIAL_SERVICES_EVIDENCE_RESEARCH_RULES_H_

#include "absl/status/status.h"
#include "potential/evidence/v1/research_output.pb.h"
#include "potential/evidence/v1/student_project.pb.h"
#include "potential/evidence/v1/university_link.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::evidence {

// The order of CheckProjectDates.
absl::Status CheckStudentProject(const v1::StudentProject& next, const v1::StudentProject* previous,
                                 records::Transaction& transaction,
                                 records::Violations& violations);

// Sent in by today and not after it was accepted; a place and day of a conference for presentations
// only.
absl::Status CheckResearchOutput(const v1::ResearchOutput& next, const v1::ResearchOutput* previous,
                                 records::Transaction& transaction,
                                 records::Violations& violations);

// The first contact was by today and not after what followed; each purpose is named and stands
// once.
absl::Status CheckUniversityLink(const v1::UniversityLink& next, const v1::UniversityLink* previous,
                                 records::Transaction& transaction,
                                 records::Violations& violations);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_RESEARCH_RULES_H_

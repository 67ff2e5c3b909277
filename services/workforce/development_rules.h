// Rules of programmes, enrolments, evaluations, training events and career pathways that their
// contracts cannot state.

#ifndef POTENTIAL_SERVICES_WORKFORCE_DEVELOPMENT_RULES_H_
#define POTENTIAL_SERVICES_WORKFORCE_DEVELOPMENT_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "potential/workforce/v1/career_pathway.pb.h"
#include "potential/workforce/v1/enrolment.pb.h"
#include "potential/workforce/v1/evaluation.pb.h"
#include "potential/workforce/v1/programme.pb.h"
#include "potential/workforce/v1/training_event.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::workforce {

absl::Status CheckProgramme(const v1::Programme& next, const v1::Programme* previous,
                            records::Transaction& transaction, records::Violations& violations);

// Copies the kind of the programme.
absl::Status DeriveEnrolment(v1::Enrolment& next, const v1::Enrolment* previous,
                             records::Transaction& transaction);
// Order of dates and meetings. A new enrolment, or one whose start is moved, needs a programme that
// runs on its first day and has a free place: FAILED_PRECONDITION.
absl::Status CheckEnrolment(const v1::Enrolment& next, const v1::Enrolment* previous,
                            records::Transaction& transaction, records::Violations& violations);

// Whether one more enrolment from `start` to `planned_end` keeps the number of people enrolled at
// the same time within `places`. One of `others` lasts from its start to its end; while it is
// ENROLLED to its planned end, and at least to `today`. Pure.
bool HasFreePlace(const std::vector<v1::Enrolment>& others, const std::string& start,
                  const std::string& planned_end, int places, const std::string& today);

// Copies the kind of the programme.
absl::Status DeriveEvaluation(v1::Evaluation& next, const v1::Evaluation* previous,
                              records::Transaction& transaction);
absl::Status CheckEvaluation(const v1::Evaluation& next, const v1::Evaluation* previous,
                             records::Transaction& transaction, records::Violations& violations);

absl::Status CheckTrainingEvent(const v1::TrainingEvent& next, const v1::TrainingEvent* previous,
                                records::Transaction& transaction, records::Violations& violations);

// A new pathway is a first version unless it says which one it is.
absl::Status DeriveCareerPathway(v1::CareerPathway& next, const v1::CareerPathway* previous,
                                 records::Transaction& transaction);
absl::Status CheckCareerPathway(const v1::CareerPathway& next, const v1::CareerPathway* previous,
                                records::Transaction& transaction, records::Violations& violations);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_DEVELOPMENT_RULES_H_

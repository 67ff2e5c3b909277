#include "services/workforce/kinds.h"

#include "potential/workforce/v1/received_opportunity.pb.h"
#include "services/workforce/apprenticeship_rules.h"
#include "services/workforce/development_rules.h"
#include "services/workforce/opportunity_rules.h"
#include "services/workforce/staffing_rules.h"
#include "services/workforce/survey_rules.h"

namespace potential::workforce {

void AddKinds(records::KindTable& kinds) {
  kinds.AddRecord<v1::Opportunity>({.check = CheckOpportunity});
  kinds.AddRecord<v1::Bulletin>();
  kinds.AddRecord<v1::AdviceSession>({.check = CheckAdviceSession});
  kinds.AddRecord<v1::Programme>({.check = CheckProgramme});
  kinds.AddRecord<v1::Enrolment>({.derive = DeriveEnrolment, .check = CheckEnrolment});
  kinds.AddRecord<v1::Evaluation>({.derive = DeriveEvaluation, .check = CheckEvaluation});
  kinds.AddRecord<v1::TrainingEvent>({.check = CheckTrainingEvent});
  kinds.AddRecord<v1::CareerPathway>({.derive = DeriveCareerPathway, .check = CheckCareerPathway});
  kinds.AddRecord<v1::Apprenticeship>({.check = CheckApprenticeship});
  kinds.AddRecord<v1::InfrastructureItem>();
  kinds.AddRecord<v1::DeliveredCapacity>({.check = CheckDeliveredCapacity});
  kinds.AddRecord<v1::StaffMovement>({.check = CheckStaffMovement});
  kinds.AddRecord<v1::EstablishmentSnapshot>({.check = CheckEstablishmentSnapshot});
  kinds.AddRecord<v1::StaffTraining>({.check = CheckStaffTraining});
  kinds.AddRecord<v1::Survey>({.check = CheckSurvey});
  kinds.AddRecord<v1::SurveyWave>({.derive = DeriveSurveyWave, .check = CheckSurveyWave});
  kinds.AddRecord<v1::ReceivedOpportunity>();
}

}  // namespace potential::workforce

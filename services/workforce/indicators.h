// The indicators of the service, one function for each family of records.

#ifndef POTENTIAL_SERVICES_WORKFORCE_INDICATORS_H_
#define POTENTIAL_SERVICES_WORKFORCE_INDICATORS_H_

#include "services/chassis/indicators/catalogue.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/service/domain_service.h"

namespace potential::workforce {

// All of them.
void AddIndicators(indicators::Catalogue& catalogue, const service::ServiceContext& context);

// The kinds outlive the catalogue.
void AddOpportunityIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);
void AddDevelopmentIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);
void AddApprenticeshipIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);
void AddStaffingIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);
void AddSurveyIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_INDICATORS_H_

#include "services/workforce/indicators.h"

namespace potential::workforce {

void AddIndicators(indicators::Catalogue& catalogue, const service::ServiceContext& context) {
  AddOpportunityIndicators(catalogue, context.kinds);
  AddDevelopmentIndicators(catalogue, context.kinds);
  AddApprenticeshipIndicators(catalogue, context.kinds);
  AddStaffingIndicators(catalogue, context.kinds);
  AddSurveyIndicators(catalogue, context.kinds);
}

}  // namespace potential::workforce

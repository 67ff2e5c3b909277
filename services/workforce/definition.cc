#include "services/workforce/definition.h"

#include "services/workforce/apprenticeship_steps.h"
#include "services/workforce/bulletin_steps.h"
#include "services/workforce/development_steps.h"
#include "services/workforce/indicators.h"
#include "services/workforce/kinds.h"
#include "services/workforce/migrations.h"
#include "services/workforce/opportunity_steps.h"
#include "services/workforce/pathway_steps.h"
#include "services/workforce/survey_moderation.h"
#include "services/workforce/survey_results.h"
#include "services/workforce/survey_steps.h"
#include "services/workforce/survey_submission.h"
#include "services/workforce/survey_trend.h"

namespace potential::workforce {
namespace {

void Bind(rpc::Routes& routes, service::ServiceContext& context) {
  BindOpportunitySteps(routes, context.records);
  BindBulletinSteps(routes, context);
  BindDevelopmentSteps(routes, context.records);
  BindPathwaySteps(routes, context.records);
  BindApprenticeshipSteps(routes, context.records);
  BindSurveySteps(routes, context.records);
  BindSurveySubmission(routes, context.records);
  BindSurveyResults(routes, context.records);
  BindSurveyTrend(routes, context.records, context.strategies);
  BindSurveyModeration(routes, context.records);
}

}  // namespace

service::DomainService Definition() {
  return {.name = "workforce",
          .purpose = "Opportunities, development, apprenticeships, surveys and staffing.",
          .services = {"potential.workforce.v1.OpportunityService",
                       "potential.workforce.v1.DevelopmentService",
                       "potential.workforce.v1.ApprenticeshipService",
                       "potential.workforce.v1.SurveyService",
                       "potential.workforce.v1.StaffingService"},
          .add_kinds = [](records::KindTable& kinds,
                          const strategy::StrategyHolder&) { AddKinds(kinds); },
          .migrations = Migrations,
          .bind = Bind,
          .add_indicators = AddIndicators};
}

}  // namespace potential::workforce

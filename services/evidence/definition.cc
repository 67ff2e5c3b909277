#include "services/evidence/definition.h"

#include "services/evidence/chart_service.h"
#include "services/evidence/forum_steps.h"
#include "services/evidence/indicators.h"
#include "services/evidence/kinds.h"
#include "services/evidence/migrations.h"
#include "services/evidence/outcome_report.h"
#include "services/evidence/outcome_steps.h"
#include "services/evidence/qi_chart.h"
#include "services/evidence/qi_steps.h"
#include "services/evidence/research_steps.h"
#include "services/evidence/story_steps.h"

namespace potential::evidence {
namespace {

void Bind(rpc::Routes& routes, service::ServiceContext& context) {
  BindForumSteps(routes, context.records);
  BindOutcomeSteps(routes, context.records);
  BindOutcomeReport(routes, context.records, context.strategies);
  BindResearchSteps(routes, context.records);
  BindQiSteps(routes, context.records);
  BindQiChart(routes, context.records, context.strategies);
  BindStorySteps(routes, context.records);
  BindChartService(routes);
}

void AddIndicators(indicators::Catalogue& catalogue, const service::ServiceContext& context) {
  AddForumIndicators(catalogue, context.kinds);
  AddOutcomeIndicators(catalogue, context.kinds);
  AddResearchIndicators(catalogue, context.kinds);
  AddQiIndicators(catalogue, context.kinds);
  AddStoryIndicators(catalogue, context.kinds);
}

}  // namespace

service::DomainService Definition() {
  return {
      .name = "evidence",
      .purpose =
          "Forums, outcome standards, research, quality improvement, impact stories and charts.",
      .services = {"potential.evidence.v1.ForumService", "potential.evidence.v1.OutcomeService",
                   "potential.evidence.v1.ResearchService", "potential.evidence.v1.QiService",
                   "potential.evidence.v1.StoryService", "potential.evidence.v1.ChartService"},
      .add_kinds = [](records::KindTable& kinds,
                      const strategy::StrategyHolder&) { AddKinds(kinds); },
      .migrations = Migrations,
      .bind = Bind,
      .add_indicators = AddIndicators};
}

}  // namespace potential::evidence

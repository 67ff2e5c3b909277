#include "services/occupation/definition.h"

#include "services/occupation/indicators.h"
#include "services/occupation/kinds.h"
#include "services/occupation/migrations.h"
#include "services/occupation/pathway_steps.h"
#include "services/occupation/post_steps.h"
#include "services/occupation/presence_steps.h"

namespace potential::occupation {
namespace {

void Bind(rpc::Routes& routes, service::ServiceContext& context) {
  BindPresenceSteps(routes, context.records);
  BindPathwaySteps(routes, context.records);
  BindPostSteps(routes, context.records);
}

void AddIndicators(indicators::Catalogue& catalogue, const service::ServiceContext& context) {
  AddPresenceIndicators(catalogue, context.kinds);
  AddInterventionIndicators(catalogue, context.kinds);
  AddPathwayIndicators(catalogue, context.kinds);
  AddPostIndicators(catalogue, context.kinds);
}

}  // namespace

service::DomainService Definition() {
  return {
      .name = "occupation",
      .purpose = "Interventions, referral pathways, protected time and presence.",
      .services = {"potential.occupation.v1.InterventionService",
                   "potential.occupation.v1.PathwayService", "potential.occupation.v1.PostService",
                   "potential.occupation.v1.PresenceService"},
      .add_kinds = AddKinds,
      .migrations = Migrations,
      .bind = Bind,
      .add_indicators = AddIndicators};
}

}  // namespace potential::occupation

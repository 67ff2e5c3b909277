#include "services/occupation/definition.h"

#include <memory>

#include "services/occupation/indicators.h"
#include "services/occupation/interventions/import_service.h"
#include "services/occupation/interventions/verification.h"
#include "services/occupation/kinds.h"
#include "services/occupation/migrations.h"
#include "services/occupation/pathway_steps.h"
#include "services/occupation/post_steps.h"
#include "services/occupation/presence_steps.h"

namespace potential::occupation {
namespace {

void BindSteps(rpc::Routes& routes, service::ServiceContext& context) {
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
  const auto imports = std::make_shared<ImportService>();
  const auto bind = [imports](rpc::Routes& routes, service::ServiceContext& context) {
    BindSteps(routes, context);
    BindVerification(routes, context);
    imports->Bind(routes, context);
  };
  const auto resume = [imports](service::ServiceContext& context) {
    return imports->Resume(context);
  };
  return {
      .name = "occupation",
      .purpose = "Interventions, referral pathways, protected time and presence.",
      .services = {"potential.occupation.v1.InterventionService",
                   "potential.occupation.v1.PathwayService", "potential.occupation.v1.PostService",
                   "potential.occupation.v1.PresenceService"},
      .add_kinds = AddKinds,
      .migrations = Migrations,
      .bind = bind,
      .add_indicators = AddIndicators,
      .resume = resume};
}

}  // namespace potential::occupation

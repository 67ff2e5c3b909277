#include "services/partnerships/definition.h"

#include "services/partnerships/equipment_steps.h"
#include "services/partnerships/gathering_steps.h"
#include "services/partnerships/indicators.h"
#include "services/partnerships/joint_work_steps.h"
#include "services/partnerships/kinds.h"
#include "services/partnerships/migrations.h"
#include "services/partnerships/partner_steps.h"

namespace potential::partnerships {
namespace {

void Bind(rpc::Routes& routes, service::ServiceContext& context) {
  BindPartnerSteps(routes, context.records);
  BindGatheringSteps(routes, context.records);
  BindJointWorkSteps(routes, context.records);
  BindEquipmentSteps(routes, context.records);
}

void AddIndicators(indicators::Catalogue& catalogue, const service::ServiceContext& context) {
  AddPartnerIndicators(catalogue, context.kinds);
  AddJointWorkIndicators(catalogue, context.kinds);
  AddEquipmentIndicators(catalogue, context.kinds);
}

}  // namespace

service::DomainService Definition() {
  return {.name = "partnerships",
          .purpose = "Partners, joint work, co-production and equipment protocols.",
          .services = {"potential.partnerships.v1.PartnerService",
                       "potential.partnerships.v1.JointWorkService",
                       "potential.partnerships.v1.EquipmentService"},
          .add_kinds = [](records::KindTable& kinds,
                          const strategy::StrategyHolder&) { AddKinds(kinds); },
          .migrations = Migrations,
          .bind = Bind,
          .add_indicators = AddIndicators};
}

}  // namespace potential::partnerships

// A small service over one real contract, to test the chassis with: opportunities, without their
// domain's rules, shared as the contract says, and one step.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVICE_OPPORTUNITY_SERVICE_FOR_TEST_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVICE_OPPORTUNITY_SERVICE_FOR_TEST_H_

#include "potential/indicators/v1/initiative.pb.h"
#include "potential/workforce/v1/opportunity.pb.h"
#include "potential/workforce/v1/opportunity_service.pb.h"
#include "potential/workforce/v1/received_opportunity.pb.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/service/domain_service.h"

namespace potential::service {

inline absl::Status OpenForTest(records::Transaction&, const workforce::v1::OpenOpportunityRequest&,
                                workforce::v1::Opportunity& opportunity) {
  using workforce::v1::Opportunity;
  absl::Status allowed = records::RequireState(opportunity.state(), {Opportunity::DRAFT}, "opened");
  if (allowed.ok()) opportunity.set_state(Opportunity::OPEN);
  return allowed;
}

inline DomainService OpportunityServiceForTest() {
  constexpr char kService[] = "potential.workforce.v1.OpportunityService";
  const auto add_kinds = [](records::KindTable& kinds) {
    kinds.AddRecord<workforce::v1::Opportunity>();
    kinds.AddRecord<workforce::v1::ReceivedOpportunity>();
  };
  return {.name = "workforce",
          .purpose = "tests",
          .services = {},
          .add_kinds = [=](records::KindTable& kinds,
                           const strategy::StrategyHolder&) { add_kinds(kinds); },
          .migrations =
              [=] {
                records::KindTable kinds;
                kinds.AddRecord<indicators::v1::Initiative>();
                add_kinds(kinds);
                return std::vector<storage::Migration>{
                    {.version = 1, .title = "tables", .create = kinds.Tables()}};
              },
          .bind =
              [=](rpc::Routes& routes, ServiceContext& context) {
                context.records.BindStandardMethods(routes, kService);
                context.records
                    .Step<workforce::v1::OpenOpportunityRequest, workforce::v1::Opportunity>(
                        routes, std::string(kService) + ".OpenOpportunity", OpenForTest);
              },
          .add_indicators = [](indicators::Catalogue&, const ServiceContext&) {}};
}

}  // namespace potential::service

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVICE_OPPORTUNITY_SERVICE_FOR_TEST_H_

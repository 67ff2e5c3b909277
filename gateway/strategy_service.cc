#include "absl/strings/str_cat.h"
#include "gateway/native_services.h"
#include "potential/strategy/v1/strategy_service.pb.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/resource/violation.h"

namespace potential::gateway {
namespace {

using strategy::v1::GetStrategyRequest;
using strategy::v1::GetStrategyResponse;
using strategy::v1::ListOrganisationsRequest;
using strategy::v1::ListOrganisationsResponse;
using strategy::v1::OrganisationSummary;

ListOrganisationsResponse ListOrganisations(const strategy::StrategySet& set,
                                            const rpc::Identity& identity) {
  ListOrganisationsResponse response;
  for (const std::string& organisation : set.organisations()) {
    if (!identity.MaySee(organisation)) continue;
    const strategy::v1::Strategy& strategy = *set.Find(organisation);
    OrganisationSummary& summary = *response.add_organisations();
    summary.set_name(resource::FormatOrganisation(organisation));
    summary.set_title(strategy.organisation_title());
    summary.set_strategy_title(strategy.title());
    summary.set_ods_code(strategy.ods_code());
  }
  return response;
}

absl::StatusOr<GetStrategyResponse> GetStrategy(const strategy::StrategySet& set,
                                                const std::string& organisation,
                                                const std::string& name) {
  const strategy::v1::Strategy* found = set.Find(organisation);
  if (found == nullptr ||
      name != absl::StrCat(resource::FormatOrganisation(organisation), "/strategy")) {
    return resource::NotFound(name);
  }
  GetStrategyResponse response;
  response.set_name(name);
  *response.mutable_strategy() = *found;
  response.set_hash(set.hash());
  return response;
}

}  // namespace

void BindStrategyService(rpc::Routes& routes, const NativeParts& parts) {
  const strategy::StrategyHolder& strategies = parts.strategies;
  routes.Unary<ListOrganisationsRequest, ListOrganisationsResponse>(
      "potential.strategy.v1.StrategyService.ListOrganisations",
      [&strategies](const rpc::CallContext& call, const ListOrganisationsRequest&)
          -> absl::StatusOr<ListOrganisationsResponse> {
        return ListOrganisations(*strategies.Get(), call.identity);
      });
  routes.Unary<GetStrategyRequest, GetStrategyResponse>(
      "potential.strategy.v1.StrategyService.GetStrategy",
      [&strategies](const rpc::CallContext& call, const GetStrategyRequest& request) {
        return GetStrategy(*strategies.Get(), call.organisation, request.name());
      });
}

}  // namespace potential::gateway

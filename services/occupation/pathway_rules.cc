#include "services/occupation/pathway_rules.h"

#include "services/chassis/records/versions.h"

namespace potential::occupation {

absl::Status DeriveReferralPathway(v1::ReferralPathway& next,
                                   const strategy::StrategySet& strategies,
                                   const records::Transaction& transaction) {
  records::NumberFirstVersion(next);
  const strategy::v1::Strategy* strategy = strategies.Find(transaction.organisation());
  if (strategy == nullptr) return absl::OkStatus();
  for (const strategy::v1::OtService& service : strategy->ot_services()) {
    if (service.id() == next.ot_service()) next.set_service_line(service.service_line());
  }
  return absl::OkStatus();
}

}  // namespace potential::occupation

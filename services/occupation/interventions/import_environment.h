// What imports need of their service.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_ENVIRONMENT_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_ENVIRONMENT_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/strategy/strategy_holder.h"

namespace potential::occupation {

// Outlives all imports. What it points to is thread-safe.
struct ImportEnvironment {
  storage::Store& store;
  const records::RecordEnvironment& records;
  const records::FactKind& interventions;
  const strategy::StrategyHolder& strategies;

  const rpc::Clock& clock() const { return *records.clock; }

  // The call as it stands now: changes are noted with the time of their commit.
  rpc::CallContext Now(const rpc::CallContext& call) const {
    rpc::CallContext now = call;
    now.now = clock().Now();
    return now;
  }
};

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_ENVIRONMENT_H_

// The six kinds of records and two kinds of facts of the service, with their hooks and rollups.

#ifndef POTENTIAL_SERVICES_OCCUPATION_KINDS_H_
#define POTENTIAL_SERVICES_OCCUPATION_KINDS_H_

#include "services/chassis/records/kind.h"
#include "services/chassis/strategy/strategy_holder.h"

namespace potential::occupation {

// The holder outlives the kinds.
void AddKinds(records::KindTable& kinds, const strategy::StrategyHolder& strategies);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_KINDS_H_

// What must hold within one strategy beyond the rules of its single fields.

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_STRATEGY_CHECKS_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_STRATEGY_CHECKS_H_

#include "potential/strategy/v1/strategy.pb.h"
#include "services/chassis/strategy/problems.h"
#include "services/chassis/strategy/source_map.h"

namespace potential::strategy {

// Adds a problem for every identifier that repeats within its list, every reference to something
// that the strategy does not list, every team code of two OT services, windows that are incomplete
// or end before they start, thresholds out of order, and every pillar, initiative, outcome or rule
// that could not be judged.
void CheckStrategy(const v1::Strategy& strategy, const SourceMap& places, Problems* problems);

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_STRATEGY_CHECKS_H_

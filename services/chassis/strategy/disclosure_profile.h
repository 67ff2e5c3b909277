// By which profile figures of people of an organisation are released.

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_DISCLOSURE_PROFILE_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_DISCLOSURE_PROFILE_H_

#include "potential/strategy/v1/strategy.pb.h"
#include "services/measures/disclosure.h"

namespace potential::strategy {

// STRICT, which hides more, unless the strategy says NHS; null is an organisation without a
// strategy.
inline measures::DisclosureProfile DisclosureProfileOf(const v1::Strategy* strategy) {
  return strategy != nullptr && strategy->disclosure_profile() == v1::NHS
             ? measures::DisclosureProfile::kNhs
             : measures::DisclosureProfile::kStrict;
}

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_DISCLOSURE_PROFILE_H_

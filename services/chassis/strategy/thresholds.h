// The shares of expected progress at which an outcome changes its status.

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_THRESHOLDS_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_THRESHOLDS_H_

#include "potential/strategy/v1/strategy.pb.h"

namespace potential::strategy {

// At or above `on_track` an outcome is on track, at or above `at_risk` at risk, below off track.
struct StatusThresholds {
  double on_track = 0.9;
  double at_risk = 0.6;
  bool operator==(const StatusThresholds&) const = default;
};

// What holds for an outcome: each number is the outcome's own, else the strategy's, else the
// default.
StatusThresholds ThresholdsOf(const v1::Strategy& strategy, const v1::Outcome& outcome);
// The same for outcomes without thresholds of their own.
StatusThresholds ThresholdsOf(const v1::Strategy& strategy);

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_THRESHOLDS_H_

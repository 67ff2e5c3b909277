#include "services/chassis/strategy/thresholds.h"

namespace potential::strategy {
namespace {

void Override(const v1::Thresholds& thresholds, StatusThresholds* result) {
  if (thresholds.has_on_track()) result->on_track = thresholds.on_track();
  if (thresholds.has_at_risk()) result->at_risk = thresholds.at_risk();
}

}  // namespace

StatusThresholds ThresholdsOf(const v1::Strategy& strategy) {
  StatusThresholds result;
  Override(strategy.thresholds(), &result);
  return result;
}

StatusThresholds ThresholdsOf(const v1::Strategy& strategy, const v1::Outcome& outcome) {
  StatusThresholds result = ThresholdsOf(strategy);
  Override(outcome.thresholds(), &result);
  return result;
}

}  // namespace potential::strategy

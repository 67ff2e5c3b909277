// When observations count, for answers and for their release alike.

#ifndef POTENTIAL_SERVICES_CHASSIS_INDICATORS_COUNTING_H_
#define POTENTIAL_SERVICES_CHASSIS_INDICATORS_COUNTING_H_

#include <optional>
#include <vector>

#include "services/chassis/indicators/catalogue.h"
#include "services/measures/periods.h"

namespace potential::indicators {

// Whether the observation counts in a window: a flow happened in it, a stock held on its last day.
inline bool Counts(const Observation& observation, v1::Indicator::Kind kind,
                   const measures::Window& window) {
  if (kind == v1::Indicator::FLOW) return window.Contains(observation.first);
  return observation.first <= window.last && window.last <= observation.last;
}

inline std::optional<measures::PeriodLength> LengthOf(strategy::v1::Bucket bucket) {
  switch (bucket) {
    case strategy::v1::MONTH:
      return measures::PeriodLength::kMonth;
    case strategy::v1::QUARTER:
      return measures::PeriodLength::kQuarter;
    case strategy::v1::YEAR:
      return measures::PeriodLength::kYear;
    default:
      return std::nullopt;
  }
}

// The periods of an answer, up to the end that was asked for: those after `as_of` are there, without a
// figure. None if the question has no bucket.
inline std::vector<measures::Period> PeriodsAsked(const v1::IndicatorQuery& query,
                                                  const measures::Window& window,
                                                  measures::Day as_of) {
  const std::optional<measures::PeriodLength> length = LengthOf(query.bucket());
  if (!length) return {};
  const measures::Day end = measures::ParseDay(query.end_date()).value_or(as_of);
  return measures::PeriodsOf({window.first, end}, *length);
}

}  // namespace potential::indicators

#endif  // POTENTIAL_SERVICES_CHASSIS_INDICATORS_COUNTING_H_

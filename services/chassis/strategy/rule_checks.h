// What must hold for the rule of an outcome and for the indicators that a strategy names.

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_RULE_CHECKS_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_RULE_CHECKS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "potential/strategy/v1/strategy.pb.h"
#include "services/chassis/strategy/problems.h"
#include "services/chassis/strategy/source_map.h"

namespace potential::strategy {

// One of the four services that keep records.
bool IsService(absl::string_view name);
std::string ListServices();

// A dimension whose members the strategy lists: `service_line`, `ot_service` or `borough`.
bool IsListedDimension(absl::string_view dimension);
// The strategy lists `member` under that dimension.
bool HasMember(const v1::Strategy& strategy, absl::string_view dimension, absl::string_view member);

// Form of the identifier and of the conditions, and members that the strategy must list. Whether
// the service offers the indicator is known only to the service.
void CheckIndicator(const v1::Strategy& strategy, const v1::IndicatorRef& indicator,
                    const SourceMap& places, Problems* problems);

// The rule, the figures shown with it and the matrix.
void CheckOutcome(const v1::Strategy& strategy, const v1::Outcome& outcome, const SourceMap& places,
                  Problems* problems);

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_RULE_CHECKS_H_

// What a strategy says of the chart of an indicator.

#ifndef POTENTIAL_GATEWAY_CHARTS_CHART_SETTINGS_H_
#define POTENTIAL_GATEWAY_CHARTS_CHART_SETTINGS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "potential/charts/v1/chart.pb.h"
#include "potential/indicators/v1/indicator.pb.h"
#include "potential/strategy/v1/strategy.pb.h"
#include "services/measures/calendar.h"

namespace potential::gateway {

using Conditions = std::map<std::string, std::string>;  // dimension to value

// Parts of the outcome's rule that name the indicator, in their order.
std::vector<const strategy::v1::IndicatorRef*> RuleIndicators(const strategy::v1::Outcome& outcome);

// An outcome and the part of its rule that names the indicator. Both are null if there is none.
struct ChartedOutcome {
  const strategy::v1::Outcome* outcome = nullptr;
  const strategy::v1::IndicatorRef* part = nullptr;
};

// The first outcome whose rule names `indicator` under conditions that are all among `where`.
ChartedOutcome FindChartedOutcome(const strategy::v1::Strategy& strategy,
                                  const std::string& indicator, const Conditions& where);

// The outcome of this identifier, with the first part of its rule that names `indicator`; the part
// is null if none does.
ChartedOutcome FindOutcomeById(const strategy::v1::Strategy& strategy, const std::string& id,
                               const std::string& indicator);

// Settings of a chart before the request's own.
struct ChartSettings {
  charts::v1::Chart::Profile profile = charts::v1::Chart::PTD;
  charts::v1::Chart::Direction direction = charts::v1::Chart::NEUTRAL;
  std::optional<double> target = {};
  // Wanted change against the mean month of the baseline; the target follows from it.
  std::optional<double> change_percent = {};
  std::vector<measures::Month> rebase_months = {};
  std::optional<int> fix_after_n_points = {};
};

// Of an indicator that no outcome's rule names: the direction only, where the catalogue has one.
ChartSettings SettingsOf(const indicators::v1::Indicator& indicator);

// Of an indicator as the rule of `outcome` reads it. `anchor` is the month in which the
// organisation's data was first loaded.
ChartSettings SettingsOf(const strategy::v1::Outcome& outcome,
                         const indicators::v1::Indicator& indicator, strategy::v1::Bucket bucket,
                         measures::Month anchor);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_CHARTS_CHART_SETTINGS_H_

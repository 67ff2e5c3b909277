// What of a chart the audience PUBLISHED may see.

#ifndef POTENTIAL_GATEWAY_CHARTS_CHART_RELEASE_H_
#define POTENTIAL_GATEWAY_CHARTS_CHART_RELEASE_H_

#include "absl/status/status.h"
#include "gateway/charts/chart_plan.h"
#include "potential/charts/v1/chart.pb.h"
#include "potential/indicators/v1/indicator.pb.h"

namespace potential::gateway {

// INVALID_ARGUMENT on `chart` for a kind that cannot be released where people are counted: a moving
// range is a difference of two counts, finer than what is shown of them.
absl::Status CheckReleasable(const ChartPlan& plan);

// Releases a chart of exact figures of people. `released` are the figures of the same periods as
// the service releases them: they become the values. Lines are rounded as values of the indicator's
// form are: counts to the nearest 5, percentages to whole numbers, means to one decimal place. In a
// group in which a value that counts is hidden, nothing else is left, as an order or a sum could
// tell of it; nor then is a target that came from the baseline.
void ReleaseChart(const ChartPlan& plan, const indicators::v1::Indicator& indicator,
                  const indicators::v1::Series& released, charts::v1::Chart& chart);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_CHARTS_CHART_RELEASE_H_

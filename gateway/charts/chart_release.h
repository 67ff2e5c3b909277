// What of a chart the audience PUBLISHED may see.

#ifndef POTENTIAL_GATEWAY_CHARTS_CHART_RELEASE_H_
#define POTENTIAL_GATEWAY_CHARTS_CHART_RELEASE_H_

#include "absl/status/status.h"
#include "gateway/charts/chart_plan.h"
#include "potential/charts/v1/chart.pb.h"
#include "potential/dashboard/v1/indicator_chart_service.pb.h"
#include "potential/indicators/v1/indicator.pb.h"

namespace potential::gateway {

// INVALID_ARGUMENT for what cannot be asked of a chart of people. On `chart`: a moving range is a
// difference of two counts, finer than what is shown of them. On everything that moves the lines or is
// compared with them (target, window, rebase dates, baseline, rules): lines are made of exact figures, and
// whoever chooses these could find the figures by trying. What the strategy says of them holds.
absl::Status CheckReleasable(const dashboard::v1::GetIndicatorChartRequest& request);

// Releases a chart of exact figures of people. `released` are the figures of the same periods as
// the service releases them: they become the values. Lines are rounded as values of the indicator's
// form are: counts to the nearest 5, percentages to whole numbers, means to one decimal place. In a
// group in which a value that counts is hidden, nothing else is left, as an order or a sum could
// tell of it; nor then is a target that came from the baseline.
void ReleaseChart(const ChartPlan& plan, const indicators::v1::Indicator& indicator,
                  const indicators::v1::Series& released, charts::v1::Chart& chart);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_CHARTS_CHART_RELEASE_H_

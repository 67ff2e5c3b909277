// How a chart of an indicator of people is released for the audience PUBLISHED.

#ifndef POTENTIAL_GATEWAY_CHARTS_CHART_RELEASE_H_
#define POTENTIAL_GATEWAY_CHARTS_CHART_RELEASE_H_

#include "gateway/charts/chart_plan.h"
#include "potential/indicators/v1/indicator.pb.h"
#include "services/chassis/charts/chart_release.h"

namespace potential::gateway {

// `released` are the figures of the same periods as the service releases them: they become the values.
// Lines are rounded as values of the indicator's form are; a target that comes from the baseline is one
// of figures. Pure: any thread may call.
charts::ChartRelease ReleaseOf(const ChartPlan& plan, const indicators::v1::Indicator& indicator,
                               const indicators::v1::Series& released);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_CHARTS_CHART_RELEASE_H_

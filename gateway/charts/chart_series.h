// From a service's figures to the chart.

#ifndef POTENTIAL_GATEWAY_CHARTS_CHART_SERIES_H_
#define POTENTIAL_GATEWAY_CHARTS_CHART_SERIES_H_

#include "absl/status/statusor.h"
#include "gateway/charts/chart_plan.h"
#include "potential/charts/v1/chart.pb.h"
#include "potential/indicators/v1/indicator_service.pb.h"
#include "services/chassis/charts/chart_analysis.h"

namespace potential::gateway {

// The request by which `charts:analyze` would give the same chart: the plan's options, the target
// from the baseline, and a point for every period that has begun.
charts::v1::AnalyzeChartRequest SeriesOf(const ChartPlan& plan,
                                         const indicators::v1::Indicator& indicator,
                                         const indicators::v1::QueryIndicatorsResponse& figures);

// The chart of the figures that answer the plan's question. INVALID_ARGUMENT if an option of the
// request does not fit the series; FAILED_PRECONDITION if the figures cannot be charted so.
absl::StatusOr<charts::v1::Chart> FinishChart(
    const charts::ChartAnalysis& analysis, const ChartPlan& plan,
    const indicators::v1::Indicator& indicator,
    const indicators::v1::QueryIndicatorsResponse& figures);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_CHARTS_CHART_SERIES_H_

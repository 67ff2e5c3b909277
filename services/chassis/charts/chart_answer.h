// The engine's result as the answer of the contract.

#ifndef POTENTIAL_SERVICES_CHASSIS_CHARTS_CHART_ANSWER_H_
#define POTENTIAL_SERVICES_CHASSIS_CHARTS_CHART_ANSWER_H_

#include "potential/charts/v1/chart.pb.h"
#include "services/measures/chart.h"

namespace potential::charts {

// The chart of `request`, of which `input` was made and `result` came. Without a source.
v1::Chart ChartOf(const v1::AnalyzeChartRequest& request, const measures::ChartInput& input,
                  const measures::ChartResult& result);

}  // namespace potential::charts

#endif  // POTENTIAL_SERVICES_CHASSIS_CHARTS_CHART_ANSWER_H_

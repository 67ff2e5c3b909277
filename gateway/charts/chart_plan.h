// From a request for the chart of an indicator to what must be asked and how it is to be charted.

#ifndef POTENTIAL_GATEWAY_CHARTS_CHART_PLAN_H_
#define POTENTIAL_GATEWAY_CHARTS_CHART_PLAN_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/charts/chart_settings.h"
#include "potential/charts/v1/chart.pb.h"
#include "potential/dashboard/v1/indicator_chart_service.pb.h"
#include "potential/indicators/v1/indicator_service.pb.h"
#include "potential/strategy/v1/strategy.pb.h"
#include "services/measures/calendar.h"
#include "services/measures/periods.h"

namespace potential::gateway {

struct ChartPlan {
  // To the indicator's service: the series, and after it the months of the baseline where the
  // target comes from them.
  indicators::v1::QueryIndicatorsRequest question;
  // The chart but for its points, and for a target that comes from the baseline.
  charts::v1::AnalyzeChartRequest options;
  // The wanted change, where the target comes from the baseline.
  std::optional<double> change_percent;
  int months_of_period = 1;
  charts::v1::Chart::Source source;
};

// What the plan stands on besides the request, of the organisation that the request names.
struct ChartContext {
  const strategy::v1::Strategy& strategy;
  const indicators::v1::Indicator& indicator;
  measures::Day as_of;
  measures::Window plan;
  measures::Window baseline;  // empty if the strategy has none
  // Month in which the organisation's data was first loaded.
  measures::Month anchor;
};

// The plan. INVALID_ARGUMENT with the request's field if it does not fit the indicator. The field
// rules of the request hold.
absl::StatusOr<ChartPlan> PlanChart(const dashboard::v1::GetIndicatorChartRequest& request,
                                    const ChartContext& context);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_CHARTS_CHART_PLAN_H_

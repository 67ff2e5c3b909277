// Charts of people for the audience PUBLISHED.

#ifndef POTENTIAL_GATEWAY_CHARTS_CHART_RELEASE_H_
#define POTENTIAL_GATEWAY_CHARTS_CHART_RELEASE_H_

#include "potential/charts/v1/chart.pb.h"
#include "potential/indicators/v1/indicator.pb.h"

namespace potential::gateway {

// Least mean of a chart whose lines are shown: below it they would tell of fewer than five people.
inline constexpr double kLeastShownMean = 5;

// Replaces the values of a chart of exact figures by the released ones of the same periods, and rounds
// its lines to whole numbers. Lines are shown of groups that are not short and whose mean is not below
// kLeastShownMean. Signals and icons stay: they are those of the exact figures.
void ReleaseChart(const indicators::v1::IndicatorResult& released, charts::v1::Chart& chart);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_CHARTS_CHART_RELEASE_H_

// What a chart's input must be. For the chart engine's own files.

#ifndef POTENTIAL_SERVICES_MEASURES_CHART_CHECK_H_
#define POTENTIAL_SERVICES_MEASURES_CHART_CHECK_H_

#include <vector>

#include "services/measures/chart.h"

namespace potential::measures {

// Every error of the input, options first, then points in their order; empty if it can be analysed.
std::vector<InputError> CheckChartInput(const ChartInput& input);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_CHART_CHECK_H_

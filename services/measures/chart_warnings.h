// What a reader of a chart should know. For the chart engine's own files.

#ifndef POTENTIAL_SERVICES_MEASURES_CHART_WARNINGS_H_
#define POTENTIAL_SERVICES_MEASURES_CHART_WARNINGS_H_

#include <vector>

#include "services/measures/chart.h"

namespace potential::measures {

// The warnings of a chart that is otherwise done.
std::vector<ChartWarning> WarningsOf(const ChartInput& input, const ChartResult& result);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_CHART_WARNINGS_H_

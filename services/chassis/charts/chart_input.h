// A request as the input of the engine.

#ifndef POTENTIAL_SERVICES_CHASSIS_CHARTS_CHART_INPUT_H_
#define POTENTIAL_SERVICES_CHASSIS_CHARTS_CHART_INPUT_H_

#include <vector>

#include "potential/charts/v1/chart.pb.h"
#include "services/chassis/resource/field_rules.h"
#include "services/measures/chart.h"

namespace potential::charts {

// Points that give measurements and what is computed from them, or measurements to a chart that has
// no groups. The field rules hold.
std::vector<resource::FieldViolation> CheckGroups(const v1::AnalyzeChartRequest& request);

// The input, with the defaults of the contract; row i of the request is point i. The field rules
// hold; what else is wrong the engine says.
measures::ChartInput ChartInputOf(const v1::AnalyzeChartRequest& request);

}  // namespace potential::charts

#endif  // POTENTIAL_SERVICES_CHASSIS_CHARTS_CHART_INPUT_H_

// Charts by contract: checks a request, has `measures` analyse it, and answers.
//
//   const ChartAnalysis analysis;
//   ASSIGN_OR_RETURN(charts::v1::Chart chart, analysis.Analyze(request));

#ifndef POTENTIAL_SERVICES_CHASSIS_CHARTS_CHART_ANALYSIS_H_
#define POTENTIAL_SERVICES_CHASSIS_CHARTS_CHART_ANALYSIS_H_

#include "absl/status/statusor.h"
#include "potential/charts/v1/chart.pb.h"
#include "services/chassis/resource/field_rules.h"

namespace potential::charts {

// Immutable: any thread may analyse. It keeps nothing of a request.
class ChartAnalysis {
 public:
  // Ends the process if the contract contradicts itself.
  ChartAnalysis();

  // The chart, or INVALID_ARGUMENT with every field that is wrong, such as `points[3].value`.
  absl::StatusOr<v1::Chart> Analyze(const v1::AnalyzeChartRequest& request) const;

 private:
  resource::FieldRulesPlan rules_;
};

}  // namespace potential::charts

#endif  // POTENTIAL_SERVICES_CHASSIS_CHARTS_CHART_ANALYSIS_H_

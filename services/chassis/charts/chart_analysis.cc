#include "services/chassis/charts/chart_analysis.h"

#include <utility>
#include <vector>

#include "services/chassis/charts/chart_answer.h"
#include "services/chassis/charts/chart_input.h"
#include "services/chassis/resource/violation.h"

namespace potential::charts {

ChartAnalysis::ChartAnalysis()
    : rules_(*resource::FieldRulesPlan::For(*v1::AnalyzeChartRequest::descriptor())) {}

absl::StatusOr<v1::Chart> ChartAnalysis::Analyze(const v1::AnalyzeChartRequest& request) const {
  std::vector<resource::FieldViolation> violations = rules_.Check(request, {});
  if (violations.empty()) violations = CheckGroups(request);
  if (!violations.empty()) return resource::InvalidArgument(violations);
  const measures::ChartInput input = ChartInputOf(request);
  const measures::Result<measures::ChartResult> result = measures::AnalyzeChart(input);
  if (result.ok()) return ChartOf(request, input, result.value());
  for (const measures::InputError& error : result.errors()) {
    violations.push_back({error.field, error.message});
  }
  return resource::InvalidArgument(violations);
}

}  // namespace potential::charts

#include "services/evidence/chart_service.h"

#include <memory>

#include "potential/evidence/v1/chart_service.pb.h"
#include "services/chassis/charts/chart_analysis.h"

namespace potential::evidence {

void BindChartService(rpc::Routes& routes) {
  routes.Unary<charts::v1::AnalyzeChartRequest, charts::v1::Chart>(
      "potential.evidence.v1.ChartService.AnalyzeChart",
      [analysis = std::make_shared<const charts::ChartAnalysis>()](
          const rpc::CallContext&, const charts::v1::AnalyzeChartRequest& request) {
        return analysis->Analyze(request);
      });
}

}  // namespace potential::evidence

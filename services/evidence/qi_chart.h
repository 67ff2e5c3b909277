// Charts of QI projects: a measure or the progress scores, with the cycles as annotations.

#ifndef POTENTIAL_SERVICES_EVIDENCE_QI_CHART_H_
#define POTENTIAL_SERVICES_EVIDENCE_QI_CHART_H_

#include <vector>

#include "potential/charts/v1/chart.pb.h"
#include "potential/evidence/v1/qi_chart.pb.h"
#include "potential/evidence/v1/qi_project.pb.h"
#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/strategy/strategy_holder.h"

namespace potential::evidence {

// From so many values on a chart has limits by default.
inline constexpr int kLeastControlledPoints = 12;

// The kind of chart that suits a series: RUN, P or XMR. Pure.
charts::v1::Chart::Kind SuitedKind(const std::vector<charts::v1::ChartInputPoint>& points);

// Adds the cycles of the project to the answer and annotates the points of its chart, which are by
// date, where they start and end. Pure.
void PlaceCycles(const v1::QiProject& project, v1::QiProjectChart& answer);

// Binds GetQiProjectChart. The strategies outlive the routes.
void BindQiChart(rpc::Routes& routes, records::RecordService& records,
                 const strategy::StrategyHolder& strategies);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_QI_CHART_H_

// Analysis of series that a caller sends.

#ifndef POTENTIAL_SERVICES_EVIDENCE_CHART_SERVICE_H_
#define POTENTIAL_SERVICES_EVIDENCE_CHART_SERVICE_H_

#include "services/chassis/rpc/routes.h"

namespace potential::evidence {

// Binds the method of ChartService. It stands on nothing of the service: no organisation, no store.
void BindChartService(rpc::Routes& routes);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_CHART_SERVICE_H_

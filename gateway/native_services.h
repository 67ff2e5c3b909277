// The contracts that every service has, served by the gateway over all of them, and the strategy.

#ifndef POTENTIAL_GATEWAY_NATIVE_SERVICES_H_
#define POTENTIAL_GATEWAY_NATIVE_SERVICES_H_

#include "absl/strings/string_view.h"
#include "gateway/backends/backends.h"
#include "gateway/backends/fan_out.h"
#include "gateway/dashboard/anchors.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/strategy/strategy_holder.h"

namespace potential::gateway {

// What the functions below stand on; outlives the routes.
struct NativeParts {
  const Backends& backends;
  FanOut& fan_out;
  const strategy::StrategyHolder& strategies;
  const rpc::Clock& clock;
  Anchors& anchors;
};

// potential.strategy.v1.StrategyService.
void BindStrategyService(rpc::Routes& routes, const NativeParts& parts);

// potential.indicators.v1.IndicatorService: the catalogues together, and questions handed to the
// service that each indicator's id names. One service that fails fails the call.
void BindIndicatorService(rpc::Routes& routes, const NativeParts& parts);

// potential.dashboard.v1.IndicatorChartService: figures of the service that the indicator's id names,
// charted here as the strategy says.
void BindIndicatorChartService(rpc::Routes& routes, const NativeParts& parts);

// potential.indicators.v1.InitiativeService: a name's last segment begins with its service. List goes
// through the services one after the other, so a page may be short and still not be the last.
void BindInitiativeService(rpc::Routes& routes, const NativeParts& parts);

// potential.dashboard.v1.StoryFigureService, and PublishImpactStory of the evidence service: the
// figures of impact stories come from all services.
void BindStoryService(rpc::Routes& routes, const NativeParts& parts);

// Methods of services' own contracts that the gateway completes before it hands them on.
inline constexpr absl::string_view kCompletedMethods[] = {
    "potential.evidence.v1.StoryService.PublishImpactStory",
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_NATIVE_SERVICES_H_

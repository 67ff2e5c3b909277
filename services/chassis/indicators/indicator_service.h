// potential.indicators.v1.IndicatorService over a catalogue and a store.

#ifndef POTENTIAL_SERVICES_CHASSIS_INDICATORS_INDICATOR_SERVICE_H_
#define POTENTIAL_SERVICES_CHASSIS_INDICATORS_INDICATOR_SERVICE_H_

#include <string>

#include "potential/indicators/v1/indicator_service.pb.h"
#include "services/chassis/indicators/catalogue.h"
#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/strategy/strategy_holder.h"

namespace potential::indicators {

// Thread-safe; outlives the routes.
class IndicatorServiceImpl {
 public:
  IndicatorServiceImpl(std::string service, const Catalogue& catalogue,
                       records::RecordService& records, const strategy::StrategyHolder& strategies)
      : service_(std::move(service)),
        catalogue_(catalogue),
        records_(records),
        strategies_(strategies) {}

  void Bind(rpc::Routes& routes);

 private:
  absl::StatusOr<v1::QueryIndicatorsResponse> Query(storage::TableReader& tables,
                                                    const rpc::CallContext& call,
                                                    const v1::QueryIndicatorsRequest& request);

  const std::string service_;
  const Catalogue& catalogue_;
  records::RecordService& records_;
  const strategy::StrategyHolder& strategies_;
};

}  // namespace potential::indicators

#endif  // POTENTIAL_SERVICES_CHASSIS_INDICATORS_INDICATOR_SERVICE_H_

// A domain service from its parts: kinds, migrations, methods, indicators. The programs of the four
// services are this, with their own parts.
//
//   int main(int argc, char** argv) {
//     return potential::service::RunDomainService(argc, argv, potential::workforce::Definition());
//   }

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVICE_DOMAIN_SERVICE_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVICE_DOMAIN_SERVICE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/chassis/indicators/catalogue.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/service/jobs.h"
#include "services/chassis/storage/store.h"
#include "services/chassis/strategy/strategy_holder.h"

namespace potential::service {

// What a service's functions may use; outlives the process's last call.
struct ServiceContext {
  records::RecordService& records;
  const records::KindTable& kinds;
  const strategy::StrategyHolder& strategies;
  Jobs& jobs;
};

struct DomainService {
  std::string name;     // `workforce`: program, file, pillar
  std::string purpose;  // one line for --help
  // Full names of the services of its own contracts; IndicatorService, InitiativeService and
  // ChangeService are added to every service.
  std::vector<std::string> services;
  // The kinds of records and facts. Called once at start. May keep the holder for hooks.
  std::function<void(records::KindTable&, const strategy::StrategyHolder&)> add_kinds;
  // Numbered migrations that create the tables of the kinds and any others of the service. The system
  // tables of the chassis are created by version 1 together with the first of these.
  std::function<std::vector<storage::Migration>()> migrations;
  // Binds what BindStandardMethods does not: steps and other methods of its own services.
  std::function<void(rpc::Routes&, ServiceContext&)> bind;
  // Adds its indicators; the kinds' tables are complete by then.
  std::function<void(indicators::Catalogue&, const ServiceContext&)> add_indicators;
  // Takes up what was interrupted when the service ended; before it reports SERVING. May be empty.
  std::function<absl::Status(ServiceContext&)> resume = {};
};

// Settings of its own: `--data`, the folder that holds `{name}.sqlite`.
int RunDomainService(int argc, char** argv, const DomainService& definition);

}  // namespace potential::service

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVICE_DOMAIN_SERVICE_H_

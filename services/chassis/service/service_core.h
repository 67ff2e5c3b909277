// A domain service without its process: everything that is bound to routes, over a store. The program
// puts a server around it, tests put a fixture around it.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVICE_SERVICE_CORE_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVICE_SERVICE_CORE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/chassis/feed/change_feed.h"
#include "services/chassis/indicators/indicator_service.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/service/domain_service.h"
#include "services/chassis/service/housekeeping.h"

namespace potential::service {

struct ServiceCoreOptions {
  const rpc::Clock* clock = nullptr;
  strategy::StrategyHolder* strategies = nullptr;
  // Runs a task on a worker; false if there is no room.
  std::function<bool(std::function<void()>)> submit;
  int64_t kept_revisions = HousekeepingOptions().kept_revisions;
  absl::Duration kept_history = HousekeepingOptions().kept_history;
};

// Thread-safe after Bind.
class ServiceCore {
 public:
  // The migrations of the service together with the tables of the chassis. Fails (FAILED_PRECONDITION)
  // if the tables that they make are not those that the kinds declare.
  static absl::StatusOr<std::vector<storage::Migration>> Migrations(
      const DomainService& definition, const strategy::StrategyHolder& strategies);

  ServiceCore(const DomainService& definition, std::unique_ptr<storage::Store> store,
              ServiceCoreOptions options);

  void Bind(rpc::Routes& routes);
  std::vector<std::string> Services() const;

  // Brings the records in line with the strategies, at start and after they changed: creates the
  // initiatives that have no record yet, and makes what organisations share what it should be now.
  // Where all is so, nothing is written. Waits for its writes: never on the store's writer thread.
  absl::Status FollowStrategies();

  // Takes up what was interrupted.
  absl::Status Resume();

  // Twice a second.
  void Tick() {
    feed_.Tick();
    housekeeping_.Tick();
  }
  void Drain() { feed_.Drain(); }

  storage::Store& store() { return *store_; }
  const records::KindTable& kinds() const { return kinds_; }

 private:
  records::RecordEnvironment Environment() const;
  absl::Status CreateInitiatives(const std::string& organisation);
  absl::Status ReconcileProjections();

  const DomainService definition_;
  const ServiceCoreOptions options_;
  records::KindTable kinds_;
  std::unique_ptr<storage::Store> store_;
  records::RecordService records_;
  indicators::Catalogue catalogue_;
  ServiceContext context_;
  indicators::IndicatorServiceImpl indicator_service_;
  feed::ChangeFeed feed_;
  Housekeeping housekeeping_;
  Jobs jobs_;  // goes first: jobs use all the others
};

}  // namespace potential::service

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVICE_SERVICE_CORE_H_

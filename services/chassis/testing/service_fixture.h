// A domain service in the test's own process, called through real gRPC on an in-process channel.
//
//   ServiceFixture fixture(Definition());
//   auto made =
//   fixture.Call<Opportunity>("potential.workforce.v1.OpportunityService.CreateOpportunity",
//                                         request);
//
// The clock stands at 2026-06-15 12:00 UTC until the test moves it.

#ifndef POTENTIAL_SERVICES_CHASSIS_TESTING_SERVICE_FIXTURE_H_
#define POTENTIAL_SERVICES_CHASSIS_TESTING_SERVICE_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/chassis/rpc/dispatcher.h"
#include "services/chassis/rpc/identity.h"
#include "services/chassis/server/executor.h"
#include "services/chassis/server/grpc_server.h"
#include "services/chassis/service/domain_service.h"
#include "services/chassis/service/service_core.h"
#include "services/chassis/testing/fake_clock.h"

namespace potential::testing {

struct FixtureOptions {
  // Strategy files' text by file name; the small strategy of two organisations (`swlstg`,
  // `tower-hamlets`) if empty.
  std::vector<strategy::StrategySet::File> strategies = {};
  // SQLite file; the in-memory model if empty.
  std::string sqlite_path = {};
};

class ServiceFixture {
 public:
  explicit ServiceFixture(const service::DomainService& definition, FixtureOptions options = {});
  ~ServiceFixture();

  // Calls a unary method; the status has the details as payloads.
  template <typename Response>
  absl::StatusOr<Response> Call(const std::string& method,
                                const google::protobuf::Message& request) {
    Response response;
    absl::Status status = CallUntyped(method, request, response);
    if (!status.ok()) return status;
    return response;
  }
  absl::Status CallUntyped(const std::string& method, const google::protobuf::Message& request,
                           google::protobuf::Message& response);

  // Identity of the calls that follow; the local administrator at first.
  void set_identity(const rpc::Identity& identity) { identity_ = identity; }

  // Replaces the strategies and follows them, as a process does when its files have changed.
  absl::Status ReplaceStrategies(std::vector<strategy::StrategySet::File> files);

  FakeClock& clock() { return clock_; }
  service::ServiceCore& core() { return *core_; }
  storage::Store& store() { return core_->store(); }
  std::shared_ptr<grpc::Channel> channel() { return channel_; }
  strategy::StrategyHolder& strategies() { return *strategies_; }

 private:
  FakeClock clock_;
  std::vector<strategy::StrategySet::File> strategy_files_;
  std::unique_ptr<strategy::StrategyHolder> strategies_;
  server::Executor executor_;
  std::unique_ptr<service::ServiceCore> core_;
  rpc::Routes routes_;
  std::unique_ptr<rpc::Dispatcher> dispatcher_;
  std::unique_ptr<server::GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  rpc::Identity identity_ = rpc::LocalAdministrator();
};

// A strategy text of an organisation with the service lines `community` and `acute-urgent-care`,
// the OT services `community-recovery` (team `COM-R1`) and `acute-wards` (team `AUC-W1`), the
// boroughs `merton` and `sutton`, and the South London Partnership's organisations.
std::string SmallStrategy(const std::string& organisation);
// Files with the small strategies of these organisations.
std::vector<strategy::StrategySet::File> SmallStrategies(
    const std::vector<std::string>& organisations);

}  // namespace potential::testing

#endif  // POTENTIAL_SERVICES_CHASSIS_TESTING_SERVICE_FIXTURE_H_

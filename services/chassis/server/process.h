// A server process from start to end: settings, strategy, routes, gRPC, health, signals, drain. The
// programs of the suite differ in the Application that they make.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVER_PROCESS_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVER_PROCESS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/channel.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/server/executor.h"
#include "services/chassis/server/log.h"
#include "services/chassis/server/settings.h"
#include "services/chassis/strategy/strategy_holder.h"

namespace potential::server {

// What a process is made from; outlives the Application.
struct Environment {
  const Settings& settings;
  const rpc::Clock& clock;
  Executor& executor;
  strategy::StrategyHolder& strategies;
};

// What a process serves. Made once the settings are read; destroyed after the last call is over.
class Application {
 public:
  virtual ~Application() = default;

  // Binds all methods. Before Start.
  virtual void Bind(rpc::Routes& routes) = 0;

  // Full names of the services whose methods are bound: verified at start.
  virtual std::vector<std::string> Services() const = 0;

  // Full names of the services that callers find here: reported by health and reflection.
  virtual std::vector<std::string> ReportedServices() const { return Services(); }

  // Called when the server listens and before it reports SERVING; an error ends the process. The
  // channel reaches this process's own server.
  virtual absl::Status Start(std::shared_ptr<grpc::Channel> self) = 0;

  // Called after the strategy files were loaded anew; on the signal thread.
  virtual void StrategiesChanged() {}

  // Called when the process is to end, before calls are waited for: ends what would not end by
  // itself, such as watches.
  virtual void Drain() {}
};

struct ProcessSpec {
  std::string program;  // such as `potential-workforce`
  std::string purpose;  // one line for --help
  std::vector<Setting> settings;  // beyond those that every process has
  std::function<absl::StatusOr<std::unique_ptr<Application>>(Environment&)> make;
  // Level of the line of a call that read and did not fail. Each call has one line at info where it
  // enters the suite, which is elsewhere for most processes.
  LogLevel reads_level = LogLevel::kDebug;
};

// INVALID_ARGUMENT if the address in the setting `name` could be reached from other machines and the
// settings do not allow it: never in development mode, otherwise only with --network-plaintext.
absl::Status CheckExposure(const Settings& settings, const std::string& name);

// Runs the process until a signal ends it; returns its exit code: 0 after a drain, 1 if it could not
// start, 2 for settings that do not fit. SIGTERM and SIGINT drain, a second one cuts short; SIGHUP
// loads the strategy files anew and keeps the running ones if they are broken.
int RunProcess(int argc, char** argv, const ProcessSpec& spec);

}  // namespace potential::server

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVER_PROCESS_H_

// The gRPC side of a process: listens, reports health, and stops in order.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVER_GRPC_SERVER_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVER_GRPC_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/server.h"
#include "services/chassis/rpc/dispatcher.h"

namespace potential::server {

// Greatest message that a caller may send, in bytes.
inline constexpr int kMaxRequestBytes = 4 * 1024 * 1024;

// Thread-safe after Listen.
class GrpcServer {
 public:
  // Serves the dispatcher's routes on `address` (`host:port` or `unix:/path`). FAILED_PRECONDITION if
  // the address is taken or not usable.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Listen(const std::string& address,
                                                            rpc::Dispatcher& dispatcher);

  // The address with the port that was bound.
  const std::string& address() const { return address_; }

  // Reports SERVING for the server as a whole and for each of the services.
  void ReportServing(const std::vector<std::string>& services);

  // Reports NOT_SERVING for all, for good; new calls are still taken.
  void ReportEnding();

  // Takes no new call, waits up to `grace` for those of the dispatcher that run, then cancels what is
  // left. Watches of health, which end only with their callers, are not waited for.
  void Stop(absl::Duration grace);

  std::shared_ptr<grpc::Channel> InProcessChannel();

 private:
  explicit GrpcServer(const rpc::Dispatcher& dispatcher) : dispatcher_(dispatcher) {}

  const rpc::Dispatcher& dispatcher_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace potential::server

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVER_GRPC_SERVER_H_

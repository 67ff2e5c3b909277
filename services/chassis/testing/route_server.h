// A real gRPC server of routes that a test binds, for tests of what calls servers.
//
//   rpc::Routes routes;
//   routes.BindUnary("potential.workforce.v1.OpportunityService.GetOpportunity", ...);
//   RouteServer server(routes, "unix:" + folder.File("workforce.sock"));
//   ... rpc::MakeChannel(server.address()) ...

#ifndef POTENTIAL_SERVICES_CHASSIS_TESTING_ROUTE_SERVER_H_
#define POTENTIAL_SERVICES_CHASSIS_TESTING_ROUTE_SERVER_H_

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/chassis/rpc/dispatcher.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/server/executor.h"
#include "services/chassis/server/grpc_server.h"

namespace potential::testing {

// Serves from its making to its end, which cancels the calls that run: whoever holds a call or a
// reply lets go of it before. Callers are local administrators unless they send the development
// header; every organisation exists. Any thread may ask it. A server that is made again at the same
// socket is found again by channels to it.
class RouteServer {
 public:
  // The routes outlive it. Aborts if the address cannot be used.
  RouteServer(const rpc::Routes& routes, const std::string& address);
  ~RouteServer();

  const std::string& address() const { return server_->address(); }
  // Reaches the server without a socket.
  std::shared_ptr<grpc::Channel> InProcessChannel() { return server_->InProcessChannel(); }
  // Waits until so many of its calls are over.
  void AwaitEnded(int calls);
  // Reports NOT_SERVING; calls are still taken.
  void ReportEnding() { server_->ReportEnding(); }

 private:
  const rpc::SystemClock clock_;
  absl::Mutex mutex_;
  int ended_ ABSL_GUARDED_BY(mutex_) = 0;
  server::Executor executor_;
  std::unique_ptr<rpc::Dispatcher> dispatcher_;
  std::unique_ptr<server::GrpcServer> server_;
};

}  // namespace potential::testing

#endif  // POTENTIAL_SERVICES_CHASSIS_TESTING_ROUTE_SERVER_H_

#include "services/chassis/server/grpc_server.h"

#include <chrono>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc/grpc.h"
#include "grpcpp/channel.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/support/channel_arguments.h"

namespace potential::server {
namespace {

// Clients ping to find a dead server within seconds; the default would answer with GOAWAY.
constexpr int kMinPingInterval_ms = 5'000;
// What a caller may send of a stream before it is read. By itself gRPC lets it grow to many megabytes
// for a fast caller, such as an import; this much fills a network of 20 ms and 400 Mbit/s.
constexpr int kUnreadBytes = 1 << 20;
// How often the end of the running calls is looked for.
constexpr absl::Duration kEndPoll = absl::Milliseconds(10);
// Looks in a row without a running call after which there are none. A busy machine may take long from a
// call that gRPC has taken to its handler.
constexpr int kQuietLooks = 30;

void SetArguments(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMaxRequestBytes);
  builder.SetMaxSendMessageSize(-1);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kMinPingInterval_ms);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, kUnreadBytes);
  // Without it two processes could share a port and each get half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

std::string WithPort(const std::string& address, int port) {
  if (absl::StartsWith(address, "unix:")) return address;
  return absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
}

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Listen(const std::string& address,
                                                               rpc::Dispatcher& dispatcher) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  SetArguments(builder);
  int port = 0;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&dispatcher.service());
  auto server = std::unique_ptr<GrpcServer>(new GrpcServer(dispatcher));
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || port == 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        "cannot listen on ", address, ": another process uses it, or it is not an address of this "
        "machine; choose another with --listen"));
  }
  server->address_ = WithPort(address, port);
  // Nothing is served until the process says so.
  server->server_->GetHealthCheckService()->SetServingStatus(false);
  return server;
}

void GrpcServer::ReportServing(const std::vector<std::string>& services) {
  grpc::HealthCheckServiceInterface& health = *server_->GetHealthCheckService();
  for (const std::string& service : services) health.SetServingStatus(service, true);
  health.SetServingStatus("", true);
}

void GrpcServer::ReportEnding() { server_->GetHealthCheckService()->Shutdown(); }

// grpc::Server::Shutdown waits for all calls alike, and a deadline once given cannot be moved up. So
// the shutdown is begun by the core's own function, which refuses new calls from then on, and what is
// left after the dispatcher's calls are over is cancelled.
void GrpcServer::Stop(absl::Duration grace) {
  const absl::Time deadline = absl::Now() + grace;
  grpc_completion_queue* ended = grpc_completion_queue_create_for_pluck(nullptr);
  grpc_server_shutdown_and_notify(server_->c_server(), ended, this);
  const auto wait = [this, ended](gpr_timespec until) {
    return grpc_completion_queue_pluck(ended, this, until, nullptr).type == GRPC_OP_COMPLETE;
  };
  // A call that gRPC has just taken is not counted yet.
  int quiet = 0;
  bool done = false;
  while (!done && quiet < kQuietLooks && absl::Now() < deadline) {
    done = wait(gpr_time_add(gpr_now(GPR_CLOCK_REALTIME),
                             gpr_time_from_millis(absl::ToInt64Milliseconds(kEndPoll), GPR_TIMESPAN)));
    quiet = dispatcher_.in_flight() == 0 ? quiet + 1 : 0;
  }
  if (!done) {
    grpc_server_cancel_all_calls(server_->c_server());
    wait(gpr_inf_future(GPR_CLOCK_REALTIME));
  }
  grpc_completion_queue_shutdown(ended);
  grpc_completion_queue_destroy(ended);
  server_->Shutdown();
}

std::shared_ptr<grpc::Channel> GrpcServer::InProcessChannel() {
  return server_->InProcessChannel(grpc::ChannelArguments());
}

}  // namespace potential::server

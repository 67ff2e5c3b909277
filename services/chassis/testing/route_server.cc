#include "services/chassis/testing/route_server.h"

#include <utility>

#include "services/chassis/testing/or_abort.h"

namespace potential::testing {
namespace {

constexpr int kWorkers = 4;
constexpr size_t kMaxQueued = 1024;

absl::StatusOr<rpc::Identity> Identify(absl::string_view header) {
  if (header.empty()) return rpc::LocalAdministrator();
  return rpc::ParseDevelopmentIdentity(header);
}

}  // namespace

RouteServer::RouteServer(const rpc::Routes& routes, const std::string& address)
    : executor_(kWorkers, kMaxQueued) {
  dispatcher_ = std::make_unique<rpc::Dispatcher>(
      routes, rpc::DispatcherOptions{.clock = &clock_,
                                     .submit =
                                         [this](std::function<void()> task) {
                                           return executor_.Submit(std::move(task));
                                         },
                                     .identify = Identify,
                                     .organisation_exists = [](absl::string_view) { return true; },
                                     .observe =
                                         [this](const rpc::CallRecord&) {
                                           absl::MutexLock lock(&mutex_);
                                           ++ended_;
                                         }});
  server_ = OrAbort(server::GrpcServer::Listen(address, *dispatcher_));
  server_->ReportServing({});
}

RouteServer::~RouteServer() { server_->Stop(absl::ZeroDuration()); }

void RouteServer::AwaitEnded(int calls) {
  absl::MutexLock lock(&mutex_);
  const auto enough = [this, calls]()
                          ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return ended_ >= calls; };
  mutex_.Await(absl::Condition(&enough));
}

}  // namespace potential::testing

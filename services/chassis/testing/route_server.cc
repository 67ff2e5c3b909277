#include "services/chassis/testing/route_server.h"

#include <stdlib.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace potential::testing {
namespace {

constexpr int kWorkers = 4;
constexpr size_t kMaxQueued = 1024;

absl::StatusOr<rpc::Identity> Identify(absl::string_view header) {
  if (header.empty()) return rpc::LocalAdministrator();
  return rpc::ParseDevelopmentIdentity(header);
}

}  // namespace

SocketFolder::SocketFolder() {
  std::string path = ::testing::TempDir() + "/potential_XXXXXX";
  path_ = mkdtemp(path.data()) == nullptr ? "" : path;
}

SocketFolder::~SocketFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string SocketFolder::Address(const std::string& name) const {
  return absl::StrCat("unix:", path_, "/", name, ".sock");
}

RouteServer::RouteServer(const rpc::Routes& routes, const std::string& address)
    : executor_(kWorkers, kMaxQueued) {
  dispatcher_ = std::make_unique<rpc::Dispatcher>(
      routes,
      rpc::DispatcherOptions{
          .clock = &clock_,
          .submit =
              [this](std::function<void()> task) { return executor_.Submit(std::move(task)); },
          .identify = Identify,
          .organisation_exists = [](absl::string_view) { return true; },
          .observe =
              [this](const rpc::CallRecord&) {
                absl::MutexLock lock(&mutex_);
                ++ended_;
              }});
  absl::StatusOr<std::unique_ptr<server::GrpcServer>> server =
      server::GrpcServer::Listen(address, *dispatcher_);
  if (!server.ok()) {
    std::fprintf(stderr, "route server: %s\n", server.status().ToString().c_str());
    std::abort();
  }
  server_ = *std::move(server);
  server_->ReportServing({});
}

RouteServer::~RouteServer() { server_->Stop(absl::ZeroDuration()); }

void RouteServer::AwaitEnded(int calls) {
  absl::MutexLock lock(&mutex_);
  const auto enough = [this, calls]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return ended_ >= calls;
  };
  mutex_.Await(absl::Condition(&enough));
}

}  // namespace potential::testing

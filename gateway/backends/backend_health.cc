#include "gateway/backends/backend_health.h"

#include "google/protobuf/wrappers.pb.h"
#include "services/chassis/rpc/byte_buffer.h"

namespace potential::gateway {
namespace {

constexpr char kCheck[] = "/grpc.health.v1.Health/Check";
constexpr int kServing = 1;  // HealthCheckResponse.ServingStatus

}  // namespace

void BackendHealth::Tick() {
  for (const Backend& backend : backends_.all()) {
    {
      absl::MutexLock lock(&mutex_);
      Asked& asked = asked_[backend.name];
      if (stopped_ || asked.out) continue;
      asked.out = true;
    }
    Ask(backend);
  }
}

void BackendHealth::Ask(const Backend& backend) {
  // The health messages hold one field numbered 1, as the wrappers do: a string and an enum. An empty
  // name asks for the server as a whole.
  rpc::CancelCall cancel = rpc::StartUnaryCall(
      backend.channel, kCheck, {.metadata = {}, .timeout = timeout_},
      rpc::Serialize(google::protobuf::StringValue()),
      [this, service = backend.name](const rpc::CallResult& result) { Take(service, result); });
  bool stopped = false;
  {
    absl::MutexLock lock(&mutex_);
    stopped = stopped_;
    asked_[backend.name].cancel = cancel;
  }
  if (stopped) cancel();
}

void BackendHealth::Take(const std::string& service, const rpc::CallResult& result) {
  google::protobuf::Int32Value answer;
  const bool answers = result.status.ok() && rpc::Parse(result.message, answer) &&
                       answer.value() == kServing;
  absl::MutexLock lock(&mutex_);
  asked_[service].answers = answers;
  asked_[service].out = false;
}

std::map<std::string, bool> BackendHealth::Answering() {
  absl::MutexLock lock(&mutex_);
  std::map<std::string, bool> answering;
  for (const Backend& backend : backends_.all()) {
    answering[backend.name] = asked_[backend.name].answers;
  }
  return answering;
}

void BackendHealth::Stop() {
  std::vector<rpc::CancelCall> cancels;
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
    for (const auto& [service, asked] : asked_) {
      if (asked.cancel) cancels.push_back(asked.cancel);
    }
  }
  for (const rpc::CancelCall& cancel : cancels) cancel();
}

}  // namespace potential::gateway

#include "gateway/passthrough.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/dashboard/dashboard_source.h"
#include "gateway/transcoder/status_json.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/client_stream.h"

namespace potential::gateway {
namespace {

using google::protobuf::MethodDescriptor;
using rpc::ServerCall;

int64_t RevisionOf(const rpc::CallResult& result) {
  const auto it = result.trailers.find(rpc::kRevisionTrailer);
  int64_t revision = 0;
  if (it == result.trailers.end() || !absl::SimpleAtoi(it->second, &revision)) return 0;
  return revision;
}

// What is said of a call that failed. A caller who is gone reads nothing; the log is not to blame the
// service for it.
absl::Status Failure(const absl::Status& status, const std::shared_ptr<ServerCall>& caller) {
  if (caller != nullptr && caller->cancelled()) {
    return absl::CancelledError("the caller is gone");
  }
  return WithoutInternals(status);
}

// Messages in both directions, each side read only when the other has taken the last message.
class Relay : public std::enable_shared_from_this<Relay> {
 public:
  Relay(std::shared_ptr<ServerCall> caller) : caller_(std::move(caller)) {}

  void Start(const Backend& backend, const std::string& path, const rpc::CallOptions& options) {
    service_ = rpc::ClientStream::Start(
        backend.channel, path, options,
        [self = shared_from_this()](const absl::Status& status) {
          self->caller_->Finish(status.ok() ? status : Failure(status, self->caller_));
        });
    caller_->SetCancelListener([service = service_] { service->Cancel(); });
    Up();
    Down();
  }

 private:
  void Up() {
    caller_->Read([self = shared_from_this()](bool ok, const grpc::ByteBuffer& message) {
      if (!ok) return self->service_->WritesDone();
      self->service_->Write(message, [self](bool written) {
        if (written) self->Up();
      });
    });
  }

  void Down() {
    service_->Read([self = shared_from_this()](bool ok, const grpc::ByteBuffer& message) {
      if (!ok) return;  // The status follows.
      self->caller_->Write(message, [self](bool written) {
        if (!written) self->service_->Cancel();
        self->Down();
      });
    });
  }

  const std::shared_ptr<ServerCall> caller_;
  std::shared_ptr<rpc::ClientStream> service_;
};

void RelayUnary(const Backend& backend, const std::string& path, const rpc::CallOptions& options,
                const std::shared_ptr<ServerCall>& caller) {
  caller->Read([&backend, path, options, caller](bool ok, const grpc::ByteBuffer& message) {
    if (!ok) {
      return caller->Finish(
          resource::InvalidArgument("", "the call ended without a request message"));
    }
    caller->SetCancelListener(rpc::StartUnaryCall(
        backend.channel, path, options, message, [caller](rpc::CallResult result) {
          if (!result.status.ok()) return caller->Finish(Failure(result.status, caller));
          caller->FinishWith(std::move(result.message), RevisionOf(result));
        }));
  });
}

}  // namespace

rpc::RawHandler Passthrough(const Backends& backends, const rpc::Clock& clock) {
  return [&backends, &clock](std::shared_ptr<ServerCall> caller) {
    const std::string& path = caller->path();
    const std::string name = path.empty() ? "" : absl::StrCat(path.substr(1));
    const size_t slash = name.find('/');
    const Backend* backend =
        slash == std::string::npos ? nullptr : backends.ForMethod(name.substr(0, slash));
    if (backend == nullptr) return caller->Finish(resource::Unimplemented(path));
    const MethodDescriptor* method =
        google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
            absl::StrCat(name.substr(0, slash), ".", name.substr(slash + 1)));
    if (method == nullptr) return caller->Finish(resource::Unimplemented(path));
    const rpc::CallOptions options = DashboardSource::OptionsFor(
        *caller->context(), clock.Now(), absl::InfiniteDuration());
    if (!method->client_streaming() && !method->server_streaming()) {
      return RelayUnary(*backend, path, options, caller);
    }
    std::make_shared<Relay>(caller)->Start(*backend, path, options);
  };
}

void ForwardUnary(const Backend& backend, const rpc::Clock& clock, const rpc::ContextPtr& call,
                  const google::protobuf::Message& request, rpc::Reply reply) {
  CancelWithCaller(
      call,
      rpc::StartUnaryCall(
          backend.channel, rpc::PathOf(*call->method),
          DashboardSource::OptionsFor(*call, clock.Now(), absl::InfiniteDuration()),
          rpc::Serialize(request), [call, reply = std::move(reply)](rpc::CallResult result) {
            if (!result.status.ok()) {
              return reply(Failure(result.status, call->server_call.lock()));
            }
            reply(rpc::Answer{std::move(result.message), RevisionOf(result)});
          }));
}

void CancelWithCaller(const rpc::ContextPtr& call, rpc::CancelCall cancel) {
  const std::shared_ptr<ServerCall> caller = call->server_call.lock();
  if (caller != nullptr) caller->SetCancelListener(std::move(cancel));
}

}  // namespace potential::gateway

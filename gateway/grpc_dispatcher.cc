#include "gateway/grpc_dispatcher.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "gateway/native_services.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/client_stream.h"
#include "services/chassis/rpc/routes.h"

namespace potential::gateway {
namespace {

rpc::CallOptions OptionsOf(const Call& call) {
  rpc::CallOptions options{.metadata = call.metadata, .timeout = absl::InfiniteDuration()};
  if (call.deadline != std::chrono::system_clock::time_point::max()) {
    options.timeout = absl::FromChrono(call.deadline - std::chrono::system_clock::now());
  }
  return options;
}

UnaryResult ToUnaryResult(rpc::CallResult result) {
  UnaryResult answer{
      .status = result.status, .response = rpc::ToString(result.message), .metadata = {}};
  const auto revision = result.trailers.find(rpc::kRevisionTrailer);
  if (revision != result.trailers.end()) {
    answer.metadata.emplace_back("revision", revision->second);
  }
  return answer;
}

// The HTTP session's side of a gRPC stream. The stream keeps itself until it is over; this handle may
// go before, and then nothing is delivered any more.
class GrpcStreamHandle final : public StreamHandle {
 public:
  GrpcStreamHandle(const std::shared_ptr<grpc::Channel>& channel, const Call& call,
                   std::function<void(std::string)> on_message,
                   std::function<void(absl::Status)> on_done)
      : state_(std::make_shared<State>()) {
    state_->on_message = std::move(on_message);
    state_->on_done = std::move(on_done);
    stream_ = rpc::ClientStream::Start(
        channel, rpc::PathOf(*call.method), OptionsOf(call),
        [state = state_](absl::Status status) { state->Done(std::move(status)); });
    stream_->Write(rpc::ToByteBuffer(call.request),
                   [stream = stream_](bool) { stream->WritesDone(); });
  }

  ~GrpcStreamHandle() override {
    state_->Close();
    stream_->Abandon();
  }

  void RequestNext() override {
    stream_->Read([state = state_](bool ok, const grpc::ByteBuffer& message) {
      if (ok) state->Message(rpc::ToString(message));
    });
  }

  void Cancel() override { stream_->Cancel(); }

 private:
  struct State {
    absl::Mutex mutex;
    bool closed ABSL_GUARDED_BY(mutex) = false;
    std::function<void(std::string)> on_message;
    std::function<void(absl::Status)> on_done;

    // Held while a callback runs, so that none runs after Close returns.
    void Message(std::string message) {
      absl::MutexLock lock(&mutex);
      if (!closed) on_message(std::move(message));
    }
    void Done(absl::Status status) {
      absl::MutexLock lock(&mutex);
      if (!closed) on_done(std::move(status));
    }
    void Close() {
      absl::MutexLock lock(&mutex);
      closed = true;
    }
  };

  const std::shared_ptr<State> state_;
  std::shared_ptr<rpc::ClientStream> stream_;
};

}  // namespace

const std::shared_ptr<grpc::Channel>& GrpcDispatcher::ChannelFor(
    const google::protobuf::MethodDescriptor& method) const {
  const auto completed = std::find(std::begin(kCompletedMethods), std::end(kCompletedMethods),
                                   absl::string_view(method.full_name()));
  if (completed != std::end(kCompletedMethods)) return self_;
  const Backend* backend = backends_.ForMethod(method.full_name());
  return backend == nullptr ? self_ : backend->channel;
}

CancelUnary GrpcDispatcher::Unary(Call call, std::function<void(UnaryResult)> done) {
  // gRPC would begin it all the same, and may be faster than its own timer.
  if (call.deadline <= std::chrono::system_clock::now()) {
    done({.status = resource::DeadlineExceeded(), .response = {}, .metadata = {}});
    return [] {};
  }
  return rpc::StartUnaryCall(ChannelFor(*call.method), rpc::PathOf(*call.method), OptionsOf(call),
                             rpc::ToByteBuffer(call.request),
                             [done = std::move(done)](rpc::CallResult result) {
                               done(ToUnaryResult(std::move(result)));
                             });
}

std::unique_ptr<StreamHandle> GrpcDispatcher::Stream(Call call,
                                                     std::function<void(std::string)> on_message,
                                                     std::function<void(absl::Status)> on_done) {
  return std::make_unique<GrpcStreamHandle>(ChannelFor(*call.method), call, std::move(on_message),
                                            std::move(on_done));
}

}  // namespace potential::gateway

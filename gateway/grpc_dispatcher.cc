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
    // The callbacks go too: the call may be over only after what they stand on is gone.
    void Close() {
      absl::MutexLock lock(&mutex);
      closed = true;
      on_message = nullptr;
      on_done = nullptr;
    }
  };

  const std::shared_ptr<State> state_;
  std::shared_ptr<rpc::ClientStream> stream_;
};

// The HTTP side of a call that takes a file. As above, nothing is delivered once the handle is gone.
class GrpcUploadHandle final : public UploadHandle {
 public:
  GrpcUploadHandle(const std::shared_ptr<grpc::Channel>& channel, const Call& call,
                   std::function<void(UnaryResult)> done)
      : state_(std::make_shared<State>()) {
    state_->done = std::move(done);
    stream_ = rpc::ClientStream::Start(
        channel, rpc::PathOf(*call.method), OptionsOf(call),
        [state = state_](const absl::Status& status) { state->Done(status); });
    state_->stream = stream_;
    stream_->Read([state = state_, stream = stream_](bool ok, const grpc::ByteBuffer& message) {
      if (!ok) return;
      state->Answered(message);
      // The call is over when there is no further message.
      stream->Read([](bool, const grpc::ByteBuffer&) {});
    });
  }

  ~GrpcUploadHandle() override {
    state_->Close();
    stream_->Abandon();
  }

  void Send(std::string message, std::function<void(bool)> taken) override {
    state_->Await(std::move(taken));
    stream_->Write(rpc::ToByteBuffer(message), [state = state_](bool ok) { state->Taken(ok); });
  }

  void End() override { stream_->WritesDone(); }
  void Cancel() override { stream_->Cancel(); }

 private:
  // Callbacks run under the mutex, so that none runs after Close returns.
  struct State {
    absl::Mutex mutex;
    bool closed ABSL_GUARDED_BY(mutex) = false;
    grpc::ByteBuffer answer ABSL_GUARDED_BY(mutex);
    std::function<void(UnaryResult)> done;
    std::function<void(bool)> taken ABSL_GUARDED_BY(mutex);
    std::weak_ptr<rpc::ClientStream> stream;  // set before the call can be over

    void Answered(const grpc::ByteBuffer& message) {
      absl::MutexLock lock(&mutex);
      answer = message;
    }
    void Await(std::function<void(bool)> next) {
      absl::MutexLock lock(&mutex);
      taken = std::move(next);
    }
    void Taken(bool ok) {
      absl::MutexLock lock(&mutex);
      if (!closed) std::exchange(taken, nullptr)(ok);
    }
    void Done(const absl::Status& status) {
      absl::MutexLock lock(&mutex);
      if (closed) return;
      rpc::CallResult result{.status = status, .message = answer, .trailers = {}};
      if (const auto ended = stream.lock()) result.trailers = ended->Trailers();
      done(ToUnaryResult(std::move(result)));
    }
    void Close() {
      absl::MutexLock lock(&mutex);
      closed = true;
      done = nullptr;
      taken = nullptr;
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

std::unique_ptr<UploadHandle> GrpcDispatcher::Upload(Call call,
                                                     std::function<void(UnaryResult)> done) {
  return std::make_unique<GrpcUploadHandle>(ChannelFor(*call.method), call, std::move(done));
}

std::unique_ptr<StreamHandle> GrpcDispatcher::Stream(Call call,
                                                     std::function<void(std::string)> on_message,
                                                     std::function<void(absl::Status)> on_done) {
  return std::make_unique<GrpcStreamHandle>(ChannelFor(*call.method), call, std::move(on_message),
                                            std::move(on_done));
}

}  // namespace potential::gateway

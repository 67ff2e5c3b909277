#include "services/chassis/rpc/client.h"

#include <utility>

#include "absl/synchronization/notification.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/grpc_status.h"
#include "services/chassis/rpc/open_calls.h"

namespace potential::rpc {
namespace {

constexpr int kMaxAnswerBytes = 64 * 1024 * 1024;
constexpr int kFirstBackoff_ms = 100;
constexpr int kMaxBackoff_ms = 2'000;
constexpr int kConnect_ms = 5'000;
constexpr int kKeepalive_ms = 10'000;
constexpr int kKeepaliveTimeout_ms = 5'000;

// What must live until the call is over.
struct PendingCall {
  explicit PendingCall(const std::shared_ptr<grpc::Channel>& channel) : stub(channel) {}

  std::shared_ptr<OpenCall> open = std::make_shared<OpenCall>();
  grpc::GenericStub stub;
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  CallResult result;
};

void Prepare(const CallOptions& options, grpc::ClientContext& context) {
  if (options.timeout != absl::InfiniteDuration()) {
    context.set_deadline(std::chrono::system_clock::now() +
                         absl::ToChronoMicroseconds(options.timeout));
  }
  for (const auto& [key, value] : options.metadata) context.AddMetadata(key, value);
}

}  // namespace

CancelCall StartUnaryCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                          const CallOptions& options, grpc::ByteBuffer request,
                          std::function<void(CallResult)> done) {
  auto call = std::make_shared<PendingCall>(channel);
  Prepare(options, call->context);
  call->request = std::move(request);
  call->stub.UnaryCall(
      &call->context, path, grpc::StubOptions(), &call->request, &call->result.message,
      // gRPC destroys this function, and with it `open`, when it has let go of its own part of the call.
      [open = call->open, call, done = std::move(done)](grpc::Status status) mutable {
        CallResult result = std::move(call->result);
        result.status = FromGrpcStatus(status);
        for (const auto& [key, value] : call->context.GetServerTrailingMetadata()) {
          result.trailers.emplace(std::string(key.data(), key.size()),
                                  std::string(value.data(), value.size()));
        }
        // Whoever is told may drop the channel. Its last owner must not be this thread: gRPC then
        // takes down the queue that this thread is reading from.
        call.reset();
        std::exchange(done, nullptr)(std::move(result));
      });
  return [weak = std::weak_ptr<PendingCall>(call)] {
    if (const std::shared_ptr<PendingCall> open = weak.lock()) open->context.TryCancel();
  };
}

absl::Status UnaryCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                       const CallOptions& options, const google::protobuf::Message& request,
                       google::protobuf::Message& response) {
  absl::Notification finished;
  CallResult result;
  StartUnaryCall(channel, path, options, Serialize(request), [&](CallResult got) {
    result = std::move(got);
    finished.Notify();
  });
  finished.WaitForNotification();
  if (!result.status.ok()) return result.status;
  if (!Parse(result.message, response)) return absl::InternalError("the answer does not parse");
  return absl::OkStatus();
}

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  arguments.SetMaxSendMessageSize(-1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstBackoff_ms);
  // In spite of its name this is the time that a connection gets to come about.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnect_ms);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxBackoff_ms);
  arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, kMaxBackoff_ms);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepalive_ms);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeout_ms);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

std::string PathOfName(const std::string& method) {
  const size_t dot = method.rfind('.');
  return "/" + method.substr(0, dot) + "/" + method.substr(dot + 1);
}

}  // namespace potential::rpc

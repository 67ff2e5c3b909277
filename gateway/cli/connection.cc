#include "gateway/cli/connection.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "services/chassis/rpc/grpc_status.h"
#include "services/chassis/rpc/identity.h"

namespace potential::cli {
namespace {

// Longer waits help nobody who typed a wrong address.
constexpr absl::Duration kLongestConnect = absl::Seconds(5);
// A page of the largest records fits.
constexpr int kMaxAnswerBytes = 64 << 20;

}  // namespace

std::shared_ptr<grpc::Channel> ConnectTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  // A proxy of the environment is meant for browsers, not for the internal port of a service.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

Stream::Stream(grpc::GenericStub& stub, const std::string& path, const ConnectionOptions& options,
               bool with_deadline) {
  if (!options.identity.empty()) context_.AddMetadata(rpc::kIdentityHeader, options.identity);
  if (with_deadline) context_.set_deadline(absl::ToChronoTime(absl::Now() + options.timeout));
  call_ = stub.PrepareCall(&context_, path, &queue_);
  call_->StartCall(this);
  Wait();
}

Stream::~Stream() {
  if (!finished_) {
    context_.TryCancel();
    Finish().IgnoreError();
  }
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
  }
}

bool Stream::Write(const grpc::ByteBuffer& message) {
  call_->Write(message, this);
  return Wait();
}

void Stream::CloseWrites() {
  call_->WritesDone(this);
  Wait();
}

bool Stream::Read(grpc::ByteBuffer* message) {
  call_->Read(message, this);
  return Wait();
}

absl::Status Stream::Finish() {
  grpc::Status status;
  call_->Finish(&status, this);
  Wait();
  finished_ = true;
  return rpc::FromGrpcStatus(status);
}

bool Stream::Wait() {
  void* tag = nullptr;
  bool ok = false;
  return queue_.Next(&tag, &ok) && ok;
}

Connection::Connection(std::shared_ptr<grpc::Channel> channel, ConnectionOptions options)
    : channel_(std::move(channel)), options_(std::move(options)), stub_(channel_) {}

absl::Status Connection::WaitUntilReachable() {
  const absl::Duration wait = std::min(options_.timeout, kLongestConnect);
  if (channel_->WaitForConnected(absl::ToChronoTime(absl::Now() + wait))) return absl::OkStatus();
  return absl::UnavailableError("no server answers there");
}

std::unique_ptr<Stream> Connection::Open(const std::string& path) {
  return std::make_unique<Stream>(stub_, path, options_, /*with_deadline=*/false);
}

absl::Status Connection::Call(const std::string& path, const grpc::ByteBuffer& request,
                              bool streams,
                              const std::function<void(const grpc::ByteBuffer&)>& on_answer) {
  Stream stream(stub_, path, options_, /*with_deadline=*/!streams);
  if (stream.Write(request)) stream.CloseWrites();
  grpc::ByteBuffer answer;
  while (stream.Read(&answer)) on_answer(answer);
  return stream.Finish();
}

}  // namespace potential::cli

#include "services/chassis/rpc/client_stream.h"

#include <utility>

#include "services/chassis/rpc/grpc_status.h"

namespace potential::rpc {

std::shared_ptr<ClientStream> ClientStream::Start(const std::shared_ptr<grpc::Channel>& channel,
                                                  const std::string& path,
                                                  const CallOptions& options,
                                                  std::function<void(absl::Status)> done) {
  auto stream = std::shared_ptr<ClientStream>(new ClientStream(channel, std::move(done)));
  if (options.timeout != absl::InfiniteDuration()) {
    stream->context_.set_deadline(std::chrono::system_clock::now() +
                                  absl::ToChronoMicroseconds(options.timeout));
  }
  for (const auto& [key, value] : options.metadata) stream->context_.AddMetadata(key, value);
  stream->self_ = stream;
  stream->stub_.PrepareBidiStreamingCall(&stream->context_, path, grpc::StubOptions(),
                                         stream.get());
  // Reads and writes come from other threads; the hold keeps OnDone away until no more can come.
  stream->AddHold();
  stream->StartCall();
  return stream;
}

void ClientStream::Read(std::function<void(bool, const grpc::ByteBuffer&)> done) {
  {
    absl::MutexLock lock(&mutex_);
    if (!ended_ && !abandoned_) {
      reading_ = true;
      on_read_ = std::move(done);
      StartRead(&incoming_);
      return;
    }
  }
  done(false, grpc::ByteBuffer());
}

void ClientStream::Abandon() {
  context_.TryCancel();
  absl::MutexLock lock(&mutex_);
  abandoned_ = true;
  if (ended_ || reading_) return;
  // The call ends when a read has told false, so one is made.
  reading_ = true;
  StartRead(&incoming_);
}

void ClientStream::Write(grpc::ByteBuffer message, std::function<void(bool)> done) {
  {
    absl::MutexLock lock(&mutex_);
    if (!ended_) {
      on_write_ = std::move(done);
      outgoing_ = std::move(message);
      StartWrite(&outgoing_);
      return;
    }
  }
  done(false);
}

void ClientStream::WritesDone() {
  absl::MutexLock lock(&mutex_);
  if (!ended_) StartWritesDone();
}

std::map<std::string, std::string> ClientStream::Trailers() const {
  std::map<std::string, std::string> trailers;
  for (const auto& [key, value] : context_.GetServerTrailingMetadata()) {
    trailers.emplace(std::string(key.data(), key.size()), std::string(value.data(), value.size()));
  }
  return trailers;
}

void ClientStream::OnReadDone(bool ok) {
  const auto done = std::exchange(on_read_, nullptr);
  // Abandon may read on from another thread while this message is looked at.
  grpc::ByteBuffer message;
  message.Swap(&incoming_);
  bool read_on = false;
  {
    absl::MutexLock lock(&mutex_);
    reading_ = false;
    ended_ = !ok;
    read_on = ok && abandoned_;
  }
  if (done) done(ok, message);
  if (!ok) RemoveHold();
  if (read_on) Abandon();
}

void ClientStream::OnWriteDone(bool ok) {
  const auto done = std::exchange(on_write_, nullptr);
  if (done) done(ok);
}

void ClientStream::OnDone(const grpc::Status& status) {
  if (done_) std::exchange(done_, nullptr)(FromGrpcStatus(status));
  self_.reset();
}

}  // namespace potential::rpc

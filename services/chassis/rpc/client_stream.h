// A streaming call of another process, over bytes.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_CLIENT_STREAM_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_CLIENT_STREAM_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/client_callback.h"
#include "services/chassis/rpc/client.h"
#include "services/chassis/rpc/open_calls.h"

namespace potential::rpc {

// Thread-safe. Keeps itself until the call is over, which it is once a Read has told false. Callbacks
// run on gRPC threads and must not block. One read and one write at a time.
class ClientStream final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                           public std::enable_shared_from_this<ClientStream> {
 public:
  // Starts a call of `/package.Service/Method`. An infinite timeout means no deadline. `done` runs
  // once, last of all callbacks, with the call's status.
  static std::shared_ptr<ClientStream> Start(const std::shared_ptr<grpc::Channel>& channel,
                                             const std::string& path, const CallOptions& options,
                                             std::function<void(absl::Status)> done);

  // Reads the next message; `done(false, ...)` when there are no more.
  void Read(std::function<void(bool ok, const grpc::ByteBuffer& message)> done);
  void Write(grpc::ByteBuffer message, std::function<void(bool ok)> done);
  // Says that no more messages will be written.
  void WritesDone();
  // What came after the last message; for `done`.
  std::map<std::string, std::string> Trailers() const;
  // Gives the call up; the read that is out, or the next one, tells false.
  void Cancel() { context_.TryCancel(); }
  // Gives the call up for an owner that will not read again. A read that is out still tells false.
  void Abandon();

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

 private:
  ClientStream(const std::shared_ptr<grpc::Channel>& channel,
               std::function<void(absl::Status)> done)
      : stub_(channel), done_(std::move(done)) {}

  OpenCall open_;
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  std::function<void(absl::Status)> done_;
  std::shared_ptr<ClientStream> self_;
  grpc::ByteBuffer incoming_;
  grpc::ByteBuffer outgoing_;
  absl::Mutex mutex_;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool abandoned_ ABSL_GUARDED_BY(mutex_) = false;
  std::function<void(bool, const grpc::ByteBuffer&)> on_read_;
  std::function<void(bool)> on_write_;
};

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_CLIENT_STREAM_H_

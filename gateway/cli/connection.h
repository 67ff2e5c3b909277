// Blocking calls to one gRPC server, by method path and bytes.
//
//   Connection connection(ConnectTo("127.0.0.1:8081"), {.timeout = absl::Seconds(30)});
//   RETURN_IF_ERROR(connection.WaitUntilReachable());
//   RETURN_IF_ERROR(connection.Call("/pkg.Service/Method", request, false, take_answer));

#ifndef POTENTIAL_GATEWAY_CLI_CONNECTION_H_
#define POTENTIAL_GATEWAY_CLI_CONNECTION_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"

namespace potential::cli {

struct ConnectionOptions {
  // Value of the metadata `x-potential-identity`; not sent if empty.
  std::string identity;
  // Deadline of each unary call, and the longest wait for the server to be reachable.
  absl::Duration timeout = absl::Seconds(30);
};

// A channel without transport security to an address such as `127.0.0.1:8081` or
// `unix:/run/x.sock`.
std::shared_ptr<grpc::Channel> ConnectTo(const std::string& address);

// One call with messages in both directions. Used by one thread; every function blocks until gRPC
// has done it. Destroying an unfinished stream cancels it.
class Stream {
 public:
  Stream(grpc::GenericStub& stub, const std::string& path, const ConnectionOptions& options,
         bool with_deadline);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // False if the call is over: Finish says why.
  bool Write(const grpc::ByteBuffer& message);
  // Nothing more will be written.
  void CloseWrites();
  // False if there is no further message: Finish says why.
  bool Read(grpc::ByteBuffer* message);
  // Ends the call. Call once, after Read or Write returned false.
  absl::Status Finish();

 private:
  // Waits for the one operation under way; whether it went well.
  bool Wait();

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  bool finished_ = false;
};

// Owned by the command that runs, which outlives its streams. Used by one thread.
class Connection {
 public:
  Connection(std::shared_ptr<grpc::Channel> channel, ConnectionOptions options);

  // UNAVAILABLE if no connection can be made within the timeout, or within five seconds.
  absl::Status WaitUntilReachable();

  // Opens a stream that may last; it has no deadline.
  std::unique_ptr<Stream> Open(const std::string& path);

  // Sends one request and hands on every answer. `streams` calls have no deadline.
  absl::Status Call(const std::string& path, const grpc::ByteBuffer& request, bool streams,
                    const std::function<void(const grpc::ByteBuffer&)>& on_answer);

 private:
  std::shared_ptr<grpc::Channel> channel_;
  ConnectionOptions options_;
  grpc::GenericStub stub_;
};

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_CONNECTION_H_

// Calls of other processes by method path, without generated stubs.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_CLIENT_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_CLIENT_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/support/byte_buffer.h"

namespace potential::rpc {

// What goes with a call.
struct CallOptions {
  std::vector<std::pair<std::string, std::string>> metadata;  // keys in lower case
  absl::Duration timeout = absl::Seconds(10);
};

// What came back.
struct CallResult {
  absl::Status status;  // with details as payloads
  grpc::ByteBuffer message;
  std::map<std::string, std::string> trailers;
};

// Gives a call up, from any thread: its `done` runs soon, with CANCELLED unless the answer came first.
// May be called at any time, also when the call is over.
using CancelCall = std::function<void()>;

// Starts a unary call of `/package.Service/Method`; `done` runs once, on a gRPC thread, and must not
// block. The channel is kept until then.
CancelCall StartUnaryCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                          const CallOptions& options, grpc::ByteBuffer request,
                          std::function<void(CallResult)> done);

// The same, waiting for the answer. Never on a gRPC thread. INTERNAL if the answer does not parse.
absl::Status UnaryCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                       const CallOptions& options, const google::protobuf::Message& request,
                       google::protobuf::Message& response);

// A channel to a service of the suite: reconnects within seconds after it was restarted (the default
// arguments take over a minute), and takes messages up to 64 MiB.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address);

// `potential.x.v1.Service.Method` as `/potential.x.v1.Service/Method`.
std::string PathOfName(const std::string& method);

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_CLIENT_H_

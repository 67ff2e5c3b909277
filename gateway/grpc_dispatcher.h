// Calls from the HTTP edge, sent on as gRPC calls.

#ifndef POTENTIAL_GATEWAY_GRPC_DISPATCHER_H_
#define POTENTIAL_GATEWAY_GRPC_DISPATCHER_H_

#include <memory>

#include "gateway/backends/backends.h"
#include "gateway/http/dispatcher.h"

namespace potential::gateway {

// Methods of a service's package go to that service's channel at once; the others, and those that the
// gateway completes, to the gateway's own server. Thread-safe; outlives the HTTP server.
class GrpcDispatcher final : public Dispatcher {
 public:
  GrpcDispatcher(const Backends& backends, std::shared_ptr<grpc::Channel> self)
      : backends_(backends), self_(std::move(self)) {}

  CancelUnary Unary(Call call, std::function<void(UnaryResult)> done) override;
  std::unique_ptr<UploadHandle> Upload(Call call,
                                       std::function<void(UnaryResult)> done) override;
  std::unique_ptr<StreamHandle> Stream(Call call, std::function<void(std::string)> on_message,
                                       std::function<void(absl::Status)> on_done) override;

 private:
  const std::shared_ptr<grpc::Channel>& ChannelFor(
      const google::protobuf::MethodDescriptor& method) const;

  const Backends& backends_;
  const std::shared_ptr<grpc::Channel> self_;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_GRPC_DISPATCHER_H_

// One call on the server side, seen as a stream of messages in and out. Unary calls are streams of one.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_SERVER_CALL_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_SERVER_CALL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/chassis/rpc/call_context.h"

namespace potential::rpc {

// Thread-safe. Kept alive by its shared pointers and by gRPC until the status is sent. Exactly one
// Finish or FinishWith ends it; what comes after that is ignored.
class ServerCall {
 public:
  virtual ~ServerCall() = default;

  // `/package.Service/Method`.
  virtual const std::string& path() const = 0;

  // Set once the call is admitted.
  virtual const std::shared_ptr<const CallContext>& context() const = 0;

  // Reads the next message; `done(false, ...)` when the caller has sent all or is gone. One read at a
  // time. `done` runs on a gRPC thread and must not block.
  virtual void Read(std::function<void(bool ok, const grpc::ByteBuffer& message)> done) = 0;

  // Writes a message; `done(false)` when the caller is gone or the call has ended. One write at a
  // time: a caller that does not read leaves it outstanding. `done` runs on a gRPC thread, or on this
  // one if the call has ended, and must not block.
  virtual void Write(grpc::ByteBuffer message, std::function<void(bool ok)> done) = 0;

  // Ends the call without a further message, after one that is being written.
  virtual void Finish(const absl::Status& status) = 0;

  // Ends the call with its last message. `revision` above 0 tells the caller (trailer
  // `x-potential-revision`) the organisation's revision that holds its write.
  virtual void FinishWith(grpc::ByteBuffer message, int64_t revision) = 0;

  // Ends the call without waiting for a write that the caller does not read: if one is outstanding,
  // the caller is cut off and learns CANCELLED instead of the status.
  virtual void Abort(const absl::Status& status) = 0;

  // Calls `listener` once when the caller is gone or its deadline has passed, at once if it already
  // is. One listener.
  virtual void SetCancelListener(std::function<void()> listener) = 0;

  virtual bool cancelled() const = 0;
};

// Trailer that carries the revision of a write.
inline constexpr char kRevisionTrailer[] = "x-potential-revision";

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_SERVER_CALL_H_

// The messages of a call, taken one at a time by a thread that may wait for them.
//
//   MessageReader reader(call);
//   grpc::ByteBuffer message;
//   ASSIGN_OR_RETURN(const bool more, reader.Next(absl::Minutes(2), message));
//
// One message is read ahead while the one before is worked on; further ones wait with the caller,
// whose writes are held up by gRPC.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_MESSAGE_READER_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_MESSAGE_READER_H_

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/chassis/rpc/server_call.h"

namespace potential::rpc {

// Used by one thread, never one of gRPC's. Takes the call's reads and its cancel listener.
class MessageReader {
 public:
  explicit MessageReader(std::shared_ptr<ServerCall> call);

  // Waits for the next message; false when the caller has ended its side, or is gone (the two cannot
  // be told apart for sure). CANCELLED if the call is cancelled, DEADLINE_EXCEEDED if nothing comes
  // for so long.
  absl::StatusOr<bool> Next(absl::Duration longest_silence, grpc::ByteBuffer& message);

 private:
  // Shared with callbacks, which may come after the reader is gone.
  struct State {
    absl::Mutex mutex;
    bool arrived ABSL_GUARDED_BY(mutex) = false;
    bool ended ABSL_GUARDED_BY(mutex) = false;
    bool cancelled ABSL_GUARDED_BY(mutex) = false;
    grpc::ByteBuffer message ABSL_GUARDED_BY(mutex);

    bool Settled() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      return arrived || ended || cancelled;
    }
  };

  void ReadAhead();

  const std::shared_ptr<ServerCall> call_;
  const std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_MESSAGE_READER_H_

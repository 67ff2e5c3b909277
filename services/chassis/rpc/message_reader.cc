#include "services/chassis/rpc/message_reader.h"

#include <utility>

#include "services/chassis/resource/violation.h"

namespace potential::rpc {

MessageReader::MessageReader(std::shared_ptr<ServerCall> call) : call_(std::move(call)) {
  call_->SetCancelListener([state = state_] {
    absl::MutexLock lock(&state->mutex);
    state->cancelled = true;
  });
  ReadAhead();
}

void MessageReader::ReadAhead() {
  call_->Read([state = state_](bool ok, const grpc::ByteBuffer& message) {
    absl::MutexLock lock(&state->mutex);
    if (!ok) {
      state->ended = true;
      return;
    }
    state->message = message;
    state->arrived = true;
  });
}

absl::StatusOr<bool> MessageReader::Next(absl::Duration longest_silence,
                                         grpc::ByteBuffer& message) {
  {
    absl::MutexLock lock(&state_->mutex);
    const bool settled = state_->mutex.AwaitWithTimeout(
        absl::Condition(
            +[](State* state) ABSL_NO_THREAD_SAFETY_ANALYSIS { return state->Settled(); },
            state_.get()),
        longest_silence);
    if (!settled) return resource::DeadlineExceeded();
    if (state_->cancelled) return absl::CancelledError("the caller has given up");
    if (!state_->arrived) return false;
    state_->arrived = false;
    message.Swap(&state_->message);
    state_->message.Clear();
  }
  ReadAhead();
  return true;
}

}  // namespace potential::rpc

#include "services/chassis/storage/write_queue.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/storage_log.h"

namespace potential::storage {

absl::Status RunWrite(const WriteFunction& write, TableWriter& writer) {
  try {
    return write(writer);
  } catch (const std::exception& error) {
    LogStorageError(absl::StrCat("a write threw: ", error.what()));
    return absl::InternalError("a write failed unexpectedly");
  }
}

WriteQueue::WriteQueue(Limits limits, CommitFunction commit)
    : limits_(limits), commit_(std::move(commit)), thread_([this] { Run(); }) {}

WriteQueue::~WriteQueue() {
  {
    absl::MutexLock lock(&mutex_);
    closing_ = true;
    changed_.Signal();
  }
  thread_.join();
}

void WriteQueue::Push(WriteFunction write, DoneFunction done) {
  absl::Status refusal;
  {
    absl::MutexLock lock(&mutex_);
    if (closing_) {
      refusal = absl::UnavailableError("the store is closing");
    } else if (waiting_.size() >= limits_.max_queued) {
      refusal = absl::ResourceExhaustedError("too many writes are waiting");
    } else {
      waiting_.push_back({std::move(write), std::move(done)});
      changed_.Signal();
      return;
    }
  }
  done(std::move(refusal));
}

std::vector<QueuedWrite> WriteQueue::TakeBatch() {
  absl::MutexLock lock(&mutex_);
  while (waiting_.empty() && !closing_) changed_.Wait(&mutex_);
  const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), limits_.max_batch));
  const auto end = waiting_.begin() + count;
  std::vector<QueuedWrite> batch(std::make_move_iterator(waiting_.begin()),
                                 std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return batch;
}

void WriteQueue::Run() {
  while (true) {
    const std::vector<QueuedWrite> batch = TakeBatch();
    if (batch.empty()) return;
    std::vector<absl::Status> outcomes = commit_(batch);
    for (size_t i = 0; i < batch.size(); ++i) batch[i].done(std::move(outcomes[i]));
  }
}

}  // namespace potential::storage

// Writes on their way to an engine: a bounded queue and the one thread that commits from it.
// Whatever waits when a commit ends goes into the next one together, which is what makes commits
// cheap for many callers and prompt for one.
//
// Thread-safe. Owned by a store; the destructor commits what was accepted.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_WRITE_QUEUE_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_WRITE_QUEUE_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "services/chassis/storage/store.h"

namespace potential::storage {

struct QueuedWrite {
  WriteFunction write;
  DoneFunction done;
};

// Calls the function. What it throws becomes INTERNAL: a defect in one caller's write must not end
// the thread that all share.
absl::Status RunWrite(const WriteFunction& write, TableWriter& writer);

class WriteQueue {
 public:
  struct Limits {
    size_t max_queued = 1024;  // waiting, beside those being committed
    size_t max_batch = 256;    // in one commit
  };
  // Commits the writes, in order, and returns the outcome of each when it is durable.
  using CommitFunction = std::function<std::vector<absl::Status>(const std::vector<QueuedWrite>&)>;

  WriteQueue(Limits limits, CommitFunction commit);
  ~WriteQueue();

  // See Store::Write.
  void Push(WriteFunction write, DoneFunction done);

 private:
  void Run();
  // Waits for writes; empty when there will be no more.
  std::vector<QueuedWrite> TakeBatch();

  const Limits limits_;
  const CommitFunction commit_;
  absl::Mutex mutex_;
  absl::CondVar changed_;
  std::deque<QueuedWrite> waiting_ ABSL_GUARDED_BY(mutex_);
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_WRITE_QUEUE_H_

// Worker threads with a bounded queue: the only place where handlers wait for anything.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVER_EXECUTOR_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVER_EXECUTOR_H_

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace potential::server {

// Thread-safe. The destructor runs what was accepted, then joins.
class Executor {
 public:
  Executor(int threads, size_t max_queued);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Runs `task` on a worker, in the order of submission. False, without effect, if `max_queued` tasks
  // are waiting or the executor is ending.
  bool Submit(std::function<void()> task);

  size_t queued() const;

 private:
  void Run();
  bool HasWorkOrEnds() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return ending_ || !tasks_.empty();
  }

  const size_t max_queued_;
  mutable absl::Mutex mutex_;
  std::deque<std::function<void()>> tasks_ ABSL_GUARDED_BY(mutex_);
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace potential::server

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVER_EXECUTOR_H_

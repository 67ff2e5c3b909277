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
  // Wakes one idle worker, unless one is on its way: whoever takes a task sees to the next. A worker
  // that is busy with short tasks so takes them all, and no other is woken in vain.
  void WakeOne() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t max_queued_;
  mutable absl::Mutex mutex_;
  std::deque<std::function<void()>> tasks_ ABSL_GUARDED_BY(mutex_);
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  int idle_ ABSL_GUARDED_BY(mutex_) = 0;  // workers that wait for `work_`
  bool waking_ ABSL_GUARDED_BY(mutex_) = false;  // one of them was woken and has not run yet
  absl::CondVar work_;
  std::vector<std::thread> threads_;
};

}  // namespace potential::server

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVER_EXECUTOR_H_

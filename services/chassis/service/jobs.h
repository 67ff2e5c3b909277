// Work that takes minutes and waits on its way, such as imports: each piece on a thread of its own, so
// that the workers stay free for calls.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVICE_JOBS_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVICE_JOBS_H_

#include <atomic>
#include <functional>
#include <list>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace potential::service {

// Thread-safe. Owned by the service; the destructor asks all jobs to end and waits for them.
class Jobs {
 public:
  // Whether the service is ending: a job looks between its steps and ends where its work can be taken
  // up again.
  using Ending = std::function<bool()>;

  explicit Jobs(size_t limit) : limit_(limit) {}
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  // Runs the job. False, without effect, if as many run as may or the service is ending.
  bool Start(std::function<void(const Ending&)> job);

 private:
  struct Job {
    std::thread thread;
    bool over = false;
  };

  // Joins the threads of jobs that are over.
  void Reap() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t limit_;
  std::atomic<bool> ending_ = false;
  absl::Mutex mutex_;
  std::list<Job> jobs_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace potential::service

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVICE_JOBS_H_

#include "services/chassis/service/jobs.h"

#include <utility>

namespace potential::service {

Jobs::~Jobs() {
  ending_ = true;
  std::list<Job> left;
  {
    absl::MutexLock lock(&mutex_);
    left.swap(jobs_);
  }
  for (Job& job : left) job.thread.join();
}

void Jobs::Reap() {
  for (auto job = jobs_.begin(); job != jobs_.end();) {
    if (job->over) {
      job->thread.join();
      job = jobs_.erase(job);
    } else {
      ++job;
    }
  }
}

bool Jobs::Start(std::function<void(const Ending&)> job) {
  absl::MutexLock lock(&mutex_);
  Reap();
  if (ending_ || jobs_.size() >= limit_) return false;
  Job& added = jobs_.emplace_back();
  added.thread = std::thread([this, &added, job = std::move(job)] {
    job([this] { return ending_.load(); });
    absl::MutexLock over(&mutex_);
    added.over = true;
  });
  return true;
}

}  // namespace potential::service

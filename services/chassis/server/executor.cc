#include "services/chassis/server/executor.h"

#include <utility>

namespace potential::server {

Executor::Executor(int threads, size_t max_queued) : max_queued_(max_queued) {
  threads_.reserve(static_cast<size_t>(threads));
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

Executor::~Executor() {
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
    work_.SignalAll();
  }
  for (std::thread& thread : threads_) thread.join();
}

bool Executor::Submit(std::function<void()> task) {
  absl::MutexLock lock(&mutex_);
  if (ending_ || tasks_.size() >= max_queued_) return false;
  tasks_.push_back(std::move(task));
  WakeOne();
  return true;
}

size_t Executor::queued() const {
  absl::MutexLock lock(&mutex_);
  return tasks_.size();
}

void Executor::WakeOne() {
  if (waking_ || idle_ == 0 || tasks_.empty()) return;
  waking_ = true;
  work_.Signal();
}

void Executor::Run() {
  while (true) {
    std::function<void()> task;
    {
      absl::MutexLock lock(&mutex_);
      while (tasks_.empty() && !ending_) {
        ++idle_;
        work_.Wait(&mutex_);
        --idle_;
        waking_ = false;
      }
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
      WakeOne();
    }
    task();
  }
}

}  // namespace potential::server

// The open streams of one method: how many there may be, and how to reach and end all of them.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_WATCHERS_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_WATCHERS_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "services/chassis/resource/violation.h"

namespace potential::rpc {

// A Watcher has `void Close(const absl::Status&)`, which ends it after the message that is being
// written and may call Remove. Thread-safe; calls Watchers without holding its lock.
template <typename Watcher>
class Watchers {
 public:
  explicit Watchers(size_t most) : most_(most) {}

  // RESOURCE_EXHAUSTED if there are too many, UNAVAILABLE once Drain was called.
  absl::Status Add(std::shared_ptr<Watcher> watcher) {
    absl::MutexLock lock(&mutex_);
    if (draining_) return Draining();
    if (watchers_.size() >= most_) {
      return resource::ResourceExhausted("TOO_MANY_WATCHERS", "no more watchers fit; try later");
    }
    watchers_.push_back(std::move(watcher));
    return absl::OkStatus();
  }

  void Remove(const Watcher* watcher) {
    absl::MutexLock lock(&mutex_);
    std::erase_if(watchers_, [watcher](const auto& kept) { return kept.get() == watcher; });
  }

  std::vector<std::shared_ptr<Watcher>> All() {
    absl::MutexLock lock(&mutex_);
    return watchers_;
  }

  // Ends all with UNAVAILABLE, and refuses new ones.
  void Drain() {
    {
      absl::MutexLock lock(&mutex_);
      draining_ = true;
    }
    for (const auto& watcher : All()) watcher->Close(Draining());
  }

 private:
  static absl::Status Draining() {
    return resource::Unavailable("DRAINING",
                                 "the server is ending; watch again, from the last position if "
                                 "messages had one");
  }

  const size_t most_;
  absl::Mutex mutex_;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::shared_ptr<Watcher>> watchers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_WATCHERS_H_

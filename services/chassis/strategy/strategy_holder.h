// The strategies that a running process works with, replaced as a whole on reload.

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_STRATEGY_HOLDER_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_STRATEGY_HOLDER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/chassis/strategy/strategy_set.h"

namespace potential::strategy {

// Holds the running StrategySet. Owned by the process' main and alive until the last call is done.
// Any thread may call; a caller works with the set that Get returned, even if a reload happens
// meanwhile. A reload that fails changes nothing.
class StrategyHolder {
 public:
  // Where sets come from; called by Open and by each Reload, never by two threads at once.
  using Loader = std::function<absl::StatusOr<std::shared_ptr<const StrategySet>>()>;
  // Called with the new set after it became the running one.
  using Listener = std::function<void(const std::shared_ptr<const StrategySet>&)>;

  // Loads for the first time. The loader's error is returned as it is.
  static absl::StatusOr<std::unique_ptr<StrategyHolder>> Open(Loader loader);
  // The same from a directory, read again by each reload.
  static absl::StatusOr<std::unique_ptr<StrategyHolder>> Open(const std::string& directory);

  StrategyHolder(const StrategyHolder&) = delete;
  StrategyHolder& operator=(const StrategyHolder&) = delete;

  // The running set; never null.
  std::shared_ptr<const StrategySet> Get() const;

  // Loads again. A set with another hash becomes the running one and is told to the listeners
  // before this returns; one with the same hash changes nothing. On error the running set stays and
  // the loader's error is returned. Reloads wait for each other.
  absl::Status Reload();

  // Adds a listener for good. Listeners are called in the order in which they were added, by the
  // thread that reloads; they may call Get and must not call Reload or AddListener.
  void AddListener(Listener listener);

 private:
  StrategyHolder(Loader loader, std::shared_ptr<const StrategySet> set);

  void Swap(const std::shared_ptr<const StrategySet>& set);

  const Loader loader_;
  absl::Mutex reload_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  std::vector<Listener> listeners_ ABSL_GUARDED_BY(reload_mutex_);
  mutable absl::Mutex mutex_;
  std::shared_ptr<const StrategySet> set_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_STRATEGY_HOLDER_H_

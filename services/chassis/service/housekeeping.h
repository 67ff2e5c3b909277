// Forgets what a store need not keep: changes that no watcher is expected to resume from, answered
// requests after their day, history after its retention. In small writes of its own, when nobody else
// writes; a store that is never idle gets one a minute.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVICE_HOUSEKEEPING_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVICE_HOUSEKEEPING_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/storage/store.h"

namespace potential::service {

// How often every organisation is looked at.
inline constexpr absl::Duration kHousekeepingRound = absl::Minutes(10);
// Longest that a store's other writes put a step off.
inline constexpr absl::Duration kLongestPutOff = absl::Minutes(1);
// Most that one step removes: rows, or revisions of changes.
inline constexpr int64_t kMaxRemovedInStep = 500;

struct HousekeepingOptions {
  const rpc::Clock* clock = nullptr;
  // The suite's organisations now.
  std::function<std::vector<std::string>()> organisations;
  // Revisions of an organisation that a watcher may resume from.
  int64_t kept_revisions = 100'000;
  absl::Duration kept_history = absl::Hours(24 * 365 * 8);
};

// Thread-safe. Waits for its running step when destroyed, so it must go before its store.
class Housekeeping {
 public:
  Housekeeping(storage::Store& store, HousekeepingOptions options);
  ~Housekeeping();
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;

  // Somebody has written; for the store's commit listener.
  void Committed();

  // Begins the next step if one is due and the store is idle. Called about twice a second.
  void Tick();

 private:
  // Removes at most kMaxRemovedInStep of one thing and says how many.
  struct Step {
    const char* thing;
    std::string organisation;
    std::function<absl::StatusOr<int64_t>(storage::TableWriter&)> remove;
  };

  std::vector<Step> Round(absl::Time now) const;
  bool IsDue(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Ended(const Step& step, const absl::Status& status, int64_t removed);

  storage::Store& store_;
  const HousekeepingOptions options_;
  absl::Mutex mutex_;
  std::vector<Step> steps_ ABSL_GUARDED_BY(mutex_);  // the next one last
  absl::Time next_round_ ABSL_GUARDED_BY(mutex_);
  absl::Time last_step_ ABSL_GUARDED_BY(mutex_);
  bool idle_ ABSL_GUARDED_BY(mutex_) = true;  // nothing was committed since the last tick
  bool running_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace potential::service

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVICE_HOUSEKEEPING_H_

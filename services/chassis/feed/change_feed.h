// potential.changes.v1.ChangeService over a store's change log.
//
// Every watcher reads the log itself, from its own position, when a commit or a tick wakes it; a commit
// never waits for a watcher. Messages of one watcher are written one after the other, so a reader that
// is slow holds back only its own reading, and one that has not read for kSlowReaderLimit is cut off.

#ifndef POTENTIAL_SERVICES_CHASSIS_FEED_CHANGE_FEED_H_
#define POTENTIAL_SERVICES_CHASSIS_FEED_CHANGE_FEED_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/rpc/watchers.h"
#include "services/chassis/storage/store.h"

namespace potential::feed {

// A watcher gets a message at least this often.
inline constexpr absl::Duration kProgressInterval = absl::Seconds(1);
// A watcher that has not taken a message for this long is cut off.
inline constexpr absl::Duration kSlowReaderLimit = absl::Seconds(10);
// Most watchers of a process.
inline constexpr size_t kMaxWatchers = 1000;

struct ChangeFeedOptions {
  const rpc::Clock* clock = nullptr;
  // Runs a task on a worker; false if there is no room.
  std::function<bool(std::function<void()>)> submit;
  // The suite's organisations now.
  std::function<std::vector<std::string>()> organisations;
};

// Thread-safe. Outlives the routes; Drain before the store goes. The destructor waits for the readings
// of the log that the workers have begun or will begin, so they outlive it.
class ChangeFeed {
 public:
  ChangeFeed(storage::Store& store, ChangeFeedOptions options);
  ~ChangeFeed();

  void Bind(rpc::Routes& routes);

  // Wakes the watchers; for the store's commit listener.
  void Committed();

  // Sends progress marks that are due and cuts off slow readers. Called at least twice a second.
  void Tick();

  // Ends all watchers with UNAVAILABLE, and new ones at once.
  void Drain();

 private:
  class Watcher;

  void Watch(rpc::ContextPtr call, rpc::RequestPtr request,
             std::shared_ptr<rpc::ServerCall> server_call);
  // Has a worker run a watcher's reading; false if there is no room.
  bool Submit(std::function<void()> reading);

  storage::Store& store_;
  const ChangeFeedOptions options_;
  rpc::Watchers<Watcher> watchers_{kMaxWatchers};
  absl::Mutex mutex_;
  int readings_ ABSL_GUARDED_BY(mutex_) = 0;  // given to the workers and not over
};

}  // namespace potential::feed

#endif  // POTENTIAL_SERVICES_CHASSIS_FEED_CHANGE_FEED_H_

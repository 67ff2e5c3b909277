// The months in which organisations' data was first loaded: what the offsets of sample strategies
// count from.

#ifndef POTENTIAL_GATEWAY_DASHBOARD_ANCHORS_H_
#define POTENTIAL_GATEWAY_DASHBOARD_ANCHORS_H_

#include <functional>
#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "gateway/backends/fan_out.h"
#include "potential/strategy/v1/strategy.pb.h"
#include "services/chassis/rpc/client.h"
#include "services/measures/calendar.h"

namespace potential::gateway {

// Thread-safe; outlives its calls. A month that was found is kept, as it does not change.
class Anchors {
 public:
  explicit Anchors(FanOut& fan_out) : fan_out_(fan_out) {}

  // Finds the month in which the strategy's organisation created its first initiative, which is
  // when its strategy was first loaded; `otherwise` if no service tells or the strategy has no
  // offsets. `done` runs once, on any thread, and must not block.
  void Find(const strategy::v1::Strategy& strategy, measures::Month otherwise,
            const rpc::CallOptions& options, std::function<void(measures::Month)> done);

 private:
  FanOut& fan_out_;
  absl::Mutex mutex_;
  std::map<std::string, measures::Month> found_ ABSL_GUARDED_BY(mutex_);  // by organisation
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_DASHBOARD_ANCHORS_H_

// potential.dashboard.v1.DashboardService.

#ifndef POTENTIAL_GATEWAY_DASHBOARD_DASHBOARD_SERVICE_H_
#define POTENTIAL_GATEWAY_DASHBOARD_DASHBOARD_SERVICE_H_

#include <memory>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "gateway/dashboard/dashboard_source.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/rpc/watchers.h"

namespace potential::gateway {

// Most watchers of dashboards at one time.
inline constexpr size_t kMaxDashboardWatchers = 1000;
// A watcher that has not taken a message for this long is cut off.
inline constexpr absl::Duration kSlowWatcherLimit = absl::Seconds(30);
// A watcher whose dashboard has stale or missing parts gets it anew after this long.
inline constexpr absl::Duration kPartialRefresh = absl::Seconds(30);
// While services run another strategy than the gateway, this long after one look whether they do still:
// the processes of a suite reload one after the other.
inline constexpr absl::Duration kDisagreementRefresh = absl::Seconds(2);

// Thread-safe; outlives the routes.
class DashboardServiceImpl {
 public:
  DashboardServiceImpl(DashboardSource& source, TopicWatch& topics, const rpc::Clock& clock);

  void Bind(rpc::Routes& routes);

  // Sends dashboards whose topics have changed since the last tick, whose day has begun, whose missing
  // parts may be back, or whose services may run the gateway's strategy again. Twice a second: it is
  // what bounds how often a watcher hears of a busy service.
  void Tick();

  // The gateway runs other strategies now: at the next tick all watchers get their dashboards anew,
  // and those of an organisation that is no longer there end with NOT_FOUND.
  void StrategiesChanged();

  // Ends all watchers with UNAVAILABLE.
  void Drain();

 private:
  class Watcher;

  void GetDashboard(const rpc::ContextPtr& call, const rpc::RequestPtr& request, rpc::Reply reply);
  void GetOutcome(const rpc::ContextPtr& call, const rpc::RequestPtr& request, rpc::Reply reply);
  void Watch(const rpc::ContextPtr& call, const rpc::RequestPtr& request,
             std::shared_ptr<rpc::ServerCall> server_call);

  DashboardSource& source_;
  const rpc::Clock& clock_;
  rpc::Watchers<Watcher> watchers_{kMaxDashboardWatchers};
  absl::Mutex mutex_;
  // Organisations since the last tick; the empty one stands for all.
  std::set<std::string> changed_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_DASHBOARD_DASHBOARD_SERVICE_H_

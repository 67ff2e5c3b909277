// Dashboards of organisations: read through the cache, computed from the services when it has none,
// once for all who wait for the same one.

#ifndef POTENTIAL_GATEWAY_DASHBOARD_DASHBOARD_SOURCE_H_
#define POTENTIAL_GATEWAY_DASHBOARD_DASHBOARD_SOURCE_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "gateway/backends/fan_out.h"
#include "gateway/backends/topic_watch.h"
#include "gateway/cache/aggregate_cache.h"
#include "gateway/dashboard/anchors.h"
#include "gateway/dashboard/dashboard_builder.h"
#include "gateway/dashboard/last_answers.h"
#include "potential/dashboard/v1/dashboard.pb.h"
#include "services/chassis/rpc/call_context.h"
#include "services/chassis/rpc/client.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/strategy/strategy_holder.h"

namespace potential::gateway {

using DashboardPtr = std::shared_ptr<const dashboard::v1::Dashboard>;
using DashboardDone = std::function<void(absl::StatusOr<DashboardPtr>)>;

struct DashboardSourceOptions {
  const rpc::Clock* clock = nullptr;
  const strategy::StrategyHolder* strategies = nullptr;
  FanOut* fan_out = nullptr;
  Anchors* anchors = nullptr;
  TopicWatch* topics = nullptr;
  AggregateCache* cache = nullptr;
  LastAnswers* last_answers = nullptr;
  // Runs a task on a worker; false if there is no room.
  std::function<bool(std::function<void()>)> submit;
  absl::Duration backend_timeout = absl::Seconds(5);
};

// Thread-safe; outlives its calls.
class DashboardSource {
 public:
  explicit DashboardSource(DashboardSourceOptions options) : options_(std::move(options)) {}

  // The dashboard of the call's organisation as of a day; `done` runs once, on any thread, and must not
  // block. UNAVAILABLE if every service's part is missing. The computation is for all who wait for it,
  // so it takes the backend timeout and not the deadline of the call that came first.
  void Get(const rpc::ContextPtr& call, measures::Day as_of, DashboardDone done);

  // Metadata that hands a caller's identity and ids on to the services.
  static rpc::CallOptions OptionsFor(const rpc::CallContext& call, absl::Time now,
                                     absl::Duration timeout);
  // The same for exact figures, whatever the caller's audience: to judge and to analyse, and never to
  // hand on before they are released.
  static rpc::CallOptions ExactOptionsFor(const rpc::CallContext& call, absl::Time now,
                                          absl::Duration timeout);

 private:
  struct Fill;
  using FillPtr = std::shared_ptr<Fill>;
  using AnswersPtr = std::shared_ptr<ServiceAnswers>;

  void Begin(const FillPtr& fill, measures::Month anchor);
  void LookUp(const FillPtr& fill);
  void Compute(const FillPtr& fill);
  // For the audience PUBLISHED: asks for the figures that are shown in place of exact ones.
  void AskReleased(const FillPtr& fill, const AnswersPtr& exact);
  void Submit(const FillPtr& fill, const AnswersPtr& exact,
              const std::shared_ptr<const ReleasedAnswers>& released);
  void Assemble(const FillPtr& fill, ServiceAnswers answers, const ReleasedAnswers* released);
  // The services whose figures were computed under another strategy than the fill's.
  static std::set<std::string> DisagreeingIn(const Fill& fill, const ServiceAnswers& answers,
                                             const ReleasedAnswers* released);
  void Confirm(const Fill& fill);
  void Finish(const FillPtr& fill, absl::StatusOr<DashboardPtr> result);
  // The key under what is known now, kept in `known`, or what the answers said; empty if something is
  // not known.
  std::string KnownKey(Fill& fill);
  std::string AnsweredKey(const Fill& fill, const ServiceAnswers& answers);
  void LearnFrom(const Fill& fill, const ServiceAnswers& answers);

  const DashboardSourceOptions options_;
  absl::Mutex mutex_;
  // Who waits for which fill, by what makes two questions the same.
  std::map<std::string, std::vector<DashboardDone>> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_DASHBOARD_DASHBOARD_SOURCE_H_

// potential.changes.v1.ChangeService over all services: their feeds as one stream.
//
// Every watcher has a stream of its own to each service, under its own identity, and goes on reading
// from a service when the change before it is taken: a reader that is slow holds back its own streams
// only. A stream that breaks off begins again from the last change received, so that none is lost and
// none comes twice; until then the other services' changes go on.

#ifndef POTENTIAL_GATEWAY_CHANGES_CHANGE_SERVICE_H_
#define POTENTIAL_GATEWAY_CHANGES_CHANGE_SERVICE_H_

#include <functional>
#include <memory>

#include "absl/time/time.h"
#include "gateway/backends/backends.h"
#include "services/chassis/rpc/client.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/rpc/watchers.h"
#include "services/chassis/strategy/strategy_holder.h"

namespace potential::gateway {

// A watcher that has not taken a message for this long is cut off.
inline constexpr absl::Duration kSlowChangeReaderLimit = absl::Seconds(10);
// A watcher that was sent nothing for this long gets a progress mark at the next tick: with two ticks a
// second, at least one a second.
inline constexpr absl::Duration kMarkAfter = absl::Milliseconds(500);
// A service that sends nothing for this long, where it owes a progress mark every second, is delayed.
inline constexpr absl::Duration kSilenceLimit = absl::Seconds(3);
// Most watchers at one time; each has a stream to every service.
inline constexpr size_t kMaxChangeWatchers = 500;

struct ChangeServiceOptions {
  const Backends* backends = nullptr;
  const strategy::StrategyHolder* strategies = nullptr;
  const rpc::Clock* clock = nullptr;
  // Metadata that hands a caller's identity and ids on to the services.
  std::function<rpc::CallOptions(const rpc::CallContext&)> forward;
};

// Thread-safe; outlives the routes, and its streams (AwaitCallsOver after Drain).
class ChangeServiceImpl {
 public:
  explicit ChangeServiceImpl(ChangeServiceOptions options);
  ~ChangeServiceImpl();

  void Bind(rpc::Routes& routes);

  // Connects what broke off, sends the progress marks that are due, and cuts off slow readers. Twice a
  // second.
  void Tick();

  // Ends all watchers with UNAVAILABLE, and new ones at once.
  void Drain();

 private:
  class Watcher;

  absl::Status Watch(const rpc::ContextPtr& call, const rpc::RequestPtr& request,
                     const std::shared_ptr<rpc::ServerCall>& server_call);

  const ChangeServiceOptions options_;
  rpc::Watchers<Watcher> watchers_{kMaxChangeWatchers};
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_CHANGES_CHANGE_SERVICE_H_

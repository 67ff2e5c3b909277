// Which services answer, kept by asking each for its health.

#ifndef POTENTIAL_GATEWAY_BACKENDS_BACKEND_HEALTH_H_
#define POTENTIAL_GATEWAY_BACKENDS_BACKEND_HEALTH_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "gateway/backends/backends.h"
#include "services/chassis/rpc/client.h"

namespace potential::gateway {

// A service that has not said SERVING within this time does not answer.
inline constexpr absl::Duration kHealthTimeout = absl::Seconds(1);

// Thread-safe. The backends outlive it; its calls are over (AwaitCallsOver) before it goes.
class BackendHealth {
 public:
  explicit BackendHealth(const Backends& backends, absl::Duration timeout = kHealthTimeout)
      : backends_(backends), timeout_(timeout) {}

  // Asks each service that is not being asked already. Called at start and twice a second.
  void Tick();

  // Whether each service said SERVING when it was asked last; false while it never was.
  std::map<std::string, bool> Answering();

  // Gives up the questions that are out; none is asked again.
  void Stop();

 private:
  struct Asked {
    bool answers = false;
    bool out = false;
    rpc::CancelCall cancel;
  };

  void Ask(const Backend& backend);
  void Take(const std::string& service, const rpc::CallResult& result);

  const Backends& backends_;
  const absl::Duration timeout_;
  absl::Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::map<std::string, Asked> asked_ ABSL_GUARDED_BY(mutex_);  // by service
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_BACKENDS_BACKEND_HEALTH_H_

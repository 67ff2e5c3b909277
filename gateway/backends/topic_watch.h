// What the gateway knows of the services' data without asking: the last revision of every topic, kept
// by watching each service's change feed. It is what cache keys and pushed dashboards stand on.

#ifndef POTENTIAL_GATEWAY_BACKENDS_TOPIC_WATCH_H_
#define POTENTIAL_GATEWAY_BACKENDS_TOPIC_WATCH_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "gateway/backends/backends.h"
#include "gateway/backends/topic_state.h"
#include "potential/changes/v1/change_service.pb.h"
#include "services/chassis/rpc/client_stream.h"

namespace potential::gateway {

// Thread-safe. Stop before it goes.
class TopicWatch {
 public:
  // Hears of a change of topics in an organisation, on a gRPC thread; must not block. Without an
  // organisation: a service was found or lost, so anything may have changed.
  using Listener =
      std::function<void(const std::string& organisation, const std::set<std::string>& topics)>;

  TopicWatch(const Backends& backends, rpc::CallOptions options);
  ~TopicWatch();

  void AddListener(Listener listener);

  // Connects the feeds that are not connected, and every second time hears of the parts of imports that
  // have come meanwhile. Called at start and twice a second.
  void Tick();

  // What is known now, or nullopt while the feed is not connected or nothing was learned since it is.
  std::optional<TopicState> Known(const std::string& service, const std::string& organisation);

  // The connection of the service's feed at this moment, for Learn; 0 while it is not connected.
  int64_t Connection(const std::string& service);

  // Takes the topic revisions of an answer whose question was asked while `connection` was the feed's.
  // Changes that were heard meanwhile are kept where they are later.
  void Learn(const std::string& service, const std::string& organisation, int64_t connection,
             const TopicState& state);

  // Ends all feeds; none is connected again.
  void Stop();

 private:
  class Feed;
  void Notify(const std::string& organisation, const std::set<std::string>& topics);

  std::atomic<int64_t> ticks_ = 0;
  absl::Mutex mutex_;
  std::vector<Listener> listeners_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::shared_ptr<Feed>> feeds_;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_BACKENDS_TOPIC_WATCH_H_

// Aggregates in Redis. One thread owns the connection; requests queue up for it and go out in one
// pipeline. Redis slow, dead, full or holding rubbish is a miss.

#ifndef POTENTIAL_GATEWAY_CACHE_REDIS_CACHE_H_
#define POTENTIAL_GATEWAY_CACHE_REDIS_CACHE_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "gateway/cache/aggregate_cache.h"

struct redisContext;
struct redisReply;

namespace potential::gateway {

struct RedisOptions {
  std::string address;  // `unix:/path` or `host:port`; TLS is for a sidecar
  absl::Duration timeout = absl::Milliseconds(100);  // of connecting and of one pipeline's answer
  absl::Duration lifetime = absl::Hours(24);         // after which Redis forgets a value
  absl::Duration first_backoff = absl::Milliseconds(50);
  absl::Duration max_backoff = absl::Seconds(5);
};

// Requests that may wait; more are misses at once.
inline constexpr size_t kMaxQueuedRequests = 4096;
// Greatest value that is kept, in bytes.
inline constexpr size_t kMaxValueBytes = 1024 * 1024;

// Thread-safe. The destructor answers what waits with misses.
class RedisCache final : public AggregateCache {
 public:
  // INVALID_ARGUMENT for an address of another form. Does not need Redis to be there.
  static absl::StatusOr<std::unique_ptr<RedisCache>> Make(RedisOptions options);
  ~RedisCache() override;

  void Get(const std::string& key, std::function<void(std::optional<std::string>)> done) override;
  void Put(const std::string& key, const std::string& value) override;

  struct Counters {
    int64_t hits = 0;
    int64_t misses = 0;
    int64_t failures = 0;  // pipelines that failed or timed out, connections that did not come up
  };
  Counters counters() const { return {hits_, misses_, failures_}; }

 private:
  // A GET if there is no value.
  struct Request {
    std::string key;
    std::optional<std::string> value;
    std::function<void(std::optional<std::string>)> done;
  };

  explicit RedisCache(RedisOptions options);
  bool Enqueue(Request request);
  void Run();
  std::vector<Request> Take();
  bool Connect();
  void Disconnect();
  void RunPipeline(std::vector<Request>& requests);
  void Append(const Request& request);
  void Answer(Request& request, const redisReply* reply);
  bool WorkOrEnds() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return ending_ || !queue_.empty();
  }

  const RedisOptions options_;
  std::atomic<int64_t> hits_ = 0;
  std::atomic<int64_t> misses_ = 0;
  std::atomic<int64_t> failures_ = 0;
  absl::Mutex mutex_;
  std::deque<Request> queue_ ABSL_GUARDED_BY(mutex_);
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  // Of the owner thread alone.
  redisContext* connection_ = nullptr;
  absl::Duration backoff_;
  absl::Time retry_at_ = absl::InfinitePast();
  std::thread thread_;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_CACHE_REDIS_CACHE_H_

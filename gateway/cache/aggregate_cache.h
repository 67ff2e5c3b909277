// Computed aggregates by key. A key says all that the value depends on, so a value never changes and
// is never invalidated; a cache that forgets, fails or lies costs time and nothing else.

#ifndef POTENTIAL_GATEWAY_CACHE_AGGREGATE_CACHE_H_
#define POTENTIAL_GATEWAY_CACHE_AGGREGATE_CACHE_H_

#include <functional>
#include <optional>
#include <string>

namespace potential::gateway {

// Thread-safe.
class AggregateCache {
 public:
  virtual ~AggregateCache() = default;

  // Looks the key up; `done` runs once, on any thread, with the value as it was put, or nullopt. It
  // must not block.
  virtual void Get(const std::string& key, std::function<void(std::optional<std::string>)> done) = 0;

  // Keeps the value if it can.
  virtual void Put(const std::string& key, const std::string& value) = 0;
};

// Keeps nothing.
class NoCache final : public AggregateCache {
 public:
  void Get(const std::string&, std::function<void(std::optional<std::string>)> done) override {
    done(std::nullopt);
  }
  void Put(const std::string&, const std::string&) override {}
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_CACHE_AGGREGATE_CACHE_H_

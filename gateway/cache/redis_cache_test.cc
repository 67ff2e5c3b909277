#include "gateway/cache/redis_cache.h"

#include <gtest/gtest.h>

#include "absl/synchronization/notification.h"

namespace potential::gateway {
namespace {

std::optional<std::string> Get(AggregateCache& cache, const std::string& key) {
  absl::Notification finished;
  std::optional<std::string> value = "not answered";
  cache.Get(key, [&](std::optional<std::string> got) {
    value = std::move(got);
    finished.Notify();
  });
  finished.WaitForNotification();
  return value;
}

TEST(RedisCacheTest, AddressesOfOtherFormsAreRefused) {
  for (const char* address : {"", "redis://host:1", "host", "host:0", "host:99999", "unix:"}) {
    EXPECT_EQ(RedisCache::Make({.address = address}).status().code(),
              absl::StatusCode::kInvalidArgument)
        << address;
  }
}

TEST(RedisCacheTest, RedisThatIsNotThereIsAMiss) {
  auto cache = RedisCache::Make({.address = "unix:/nonexistent/redis.sock"});
  ASSERT_TRUE(cache.ok());
  (*cache)->Put("key", "value");
  EXPECT_EQ(Get(**cache, "key"), std::nullopt);
  EXPECT_EQ((*cache)->counters().hits, 0);
  EXPECT_GE((*cache)->counters().failures, 1);
}

TEST(RedisCacheTest, WaitingRequestsAreAnsweredAtTheEnd) {
  int answered = 0;
  {
    auto cache = RedisCache::Make({.address = "unix:/nonexistent/redis.sock"});
    ASSERT_TRUE(cache.ok());
    for (int i = 0; i < 100; ++i) {
      (*cache)->Get("key", [&answered](std::optional<std::string>) { ++answered; });
    }
  }
  EXPECT_EQ(answered, 100);
}

TEST(NoCacheTest, KeepsNothing) {
  NoCache cache;
  cache.Put("key", "value");
  EXPECT_EQ(Get(cache, "key"), std::nullopt);
}

}  // namespace
}  // namespace potential::gateway

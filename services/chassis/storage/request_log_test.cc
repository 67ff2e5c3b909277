#include "services/chassis/storage/request_log.h"

#include <gtest/gtest.h>

#include "services/chassis/storage/system_log_testing.h"

namespace potential::storage {
namespace {

class RequestLogTest : public SystemLogTest {
 protected:
  static RequestKey Key(const std::string& request_id) {
    return {.organisation = "org", .caller = "user", .method = "m", .request_id = request_id};
  }

  static RequestRecord Record(int64_t number) {
    return {.payload_hash = std::string("\0\xff", 2) + std::to_string(number),
            .name = "posts/a",
            .revision = number,
            .time = TimeAt(number)};
  }

  void Remember(const RequestKey& key, const RequestRecord& record, int64_t most = 100) {
    Write([&](TableWriter& writer) { return RememberRequest(writer, key, record, most); });
  }

  std::optional<RequestRecord> Find(const RequestKey& key, absl::Time now = TimeAt(0)) {
    return FindRequest(*Reader(), key, now).value();
  }
};

TEST_P(RequestLogTest, FindsARequestByItsWholeKey) {
  Remember(Key("r"), Record(1));
  EXPECT_EQ(Find(Key("r")), Record(1));
  RequestKey other = Key("r");
  for (std::string* part : {&other.organisation, &other.caller, &other.method, &other.request_id}) {
    const std::string before = *part;
    *part += "x";
    EXPECT_EQ(Find(other), std::nullopt);
    *part = before;
  }
  EXPECT_EQ(Find({.organisation = "org", .caller = "use", .method = "rm", .request_id = "r"}),
            std::nullopt);
}

TEST_P(RequestLogTest, ForgetsAfterADay) {
  Remember(Key("r"), Record(0));
  EXPECT_EQ(Find(Key("r"), TimeAt(0) + absl::Hours(24)), Record(0));
  EXPECT_EQ(Find(Key("r"), TimeAt(1) + absl::Hours(24)), std::nullopt);
  Remember(Key("r"), Record(5));
  EXPECT_EQ(Find(Key("r"), TimeAt(1) + absl::Hours(24)), Record(5));
}

TEST_P(RequestLogTest, KeepsTheLatestWhenThereAreTooMany) {
  for (int64_t i = 0; i < 6; ++i) Remember(Key(std::to_string(i)), Record(i), 4);
  Remember({.organisation = "other", .caller = "u", .method = "m", .request_id = "0"}, Record(0),
           4);
  EXPECT_EQ(Find(Key("0")), std::nullopt);
  EXPECT_EQ(Find(Key("1")), std::nullopt);
  for (int64_t i = 2; i < 6; ++i) EXPECT_EQ(Find(Key(std::to_string(i))), Record(i));
  Remember(Key("5"), Record(7), 4);  // no more than before
  EXPECT_EQ(Find(Key("2")), Record(2));
}

TEST_P(RequestLogTest, PurgesWhatIsTooOldAndNoMore) {
  for (int64_t i = 0; i < 5; ++i) Remember(Key(std::to_string(i)), Record(i));
  const auto purge = [&](int64_t limit) {
    int64_t purged = 0;
    Write([&](TableWriter& writer) {
      purged = PurgeRequests(writer, "org", TimeAt(3) + kRequestLifetime, limit).value();
      return absl::OkStatus();
    });
    return purged;
  };
  EXPECT_EQ(purge(2), 2);
  EXPECT_EQ(purge(2), 1);
  EXPECT_EQ(purge(2), 0);
  EXPECT_EQ(Find(Key("2")), std::nullopt);
  EXPECT_EQ(Find(Key("3")), Record(3));
}

INSTANTIATE_SYSTEM_LOG_TEST(RequestLogTest);

}  // namespace
}  // namespace potential::storage

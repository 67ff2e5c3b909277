#include "services/chassis/storage/history.h"

#include <gtest/gtest.h>

#include "services/chassis/storage/system_log_testing.h"

namespace potential::storage {
namespace {

class HistoryTest : public SystemLogTest {
 protected:
  static HistoryEntry Entry(const std::string& name, int64_t revision) {
    return {.revision = revision,
            .name = name,
            .subject = "user",
            .role = "lead",
            .method = "potential.Service/Update",
            .time = TimeAt(revision),
            .before = std::string("\0\xff", 2),
            .after = "after " + std::to_string(revision)};
  }

  void Append(const HistoryEntry& entry) {
    Write([&](TableWriter& writer) { return AppendHistory(writer, "org", entry); });
  }

  std::vector<int64_t> List(const std::string& name, int64_t after, int64_t limit) {
    const auto entries = ListHistory(*Reader(), "org", name, after, limit).value();
    std::vector<int64_t> revisions;
    for (const HistoryEntry& entry : entries) {
      EXPECT_EQ(entry.name, name);
      revisions.push_back(entry.revision);
    }
    return revisions;
  }
};

TEST_P(HistoryTest, ReturnsWhatWasAppended) {
  HistoryEntry created = Entry("posts/a", 1);
  created.before = std::nullopt;
  HistoryEntry deleted = Entry("posts/a", 2);
  deleted.after = std::nullopt;
  HistoryEntry emptied = Entry("posts/a", 3);
  emptied.after = "";
  for (const HistoryEntry& entry : {created, deleted, emptied}) {
    Append(entry);
    EXPECT_EQ(GetHistory(*Reader(), "org", "posts/a", entry.revision).value(), entry);
  }
  EXPECT_EQ(GetHistory(*Reader(), "org", "posts/a", 4).value(), std::nullopt);
  EXPECT_EQ(GetHistory(*Reader(), "org", "posts/b", 1).value(), std::nullopt);
  EXPECT_EQ(GetHistory(*Reader(), "other", "posts/a", 1).value(), std::nullopt);
}

TEST_P(HistoryTest, ContinuesAnEntryOfTheSameRevision) {
  HistoryEntry first = Entry("posts/a", 1);
  first.before = "first before";
  HistoryEntry second = Entry("posts/a", 1);
  second.before = "first after";
  Append(first);
  Append(second);
  const HistoryEntry entry = *GetHistory(*Reader(), "org", "posts/a", 1).value();
  EXPECT_EQ(entry.before, "first before");
  EXPECT_EQ(entry.after, second.after);
}

TEST_P(HistoryTest, ListsOneRecordInOrder) {
  for (const int64_t revision : {1, 2, 9, 10, 11}) Append(Entry("posts/a", revision));
  for (const char* name : {"posts/ab", "posts/A", "posts", "posts/a@", "posts/a@1", "posts/a/b"}) {
    Append(Entry(name, 5));
  }
  EXPECT_EQ(List("posts/a", 0, 100), (std::vector<int64_t>{1, 2, 9, 10, 11}));
  EXPECT_EQ(List("posts/a", 2, 2), (std::vector<int64_t>{9, 10}));
  EXPECT_EQ(List("posts/a", 11, 2), std::vector<int64_t>{});
}

TEST_P(HistoryTest, PurgesTheOldestFirst) {
  for (const int64_t revision : {3, 1, 2, 4}) Append(Entry("posts/a", revision));
  const auto purge = [&](int64_t limit) {
    int64_t purged = 0;
    Write([&](TableWriter& writer) {
      purged = PurgeHistory(writer, "org", TimeAt(4), limit).value();
      return absl::OkStatus();
    });
    return purged;
  };
  EXPECT_EQ(purge(2), 2);
  EXPECT_EQ(List("posts/a", 0, 100), (std::vector<int64_t>{3, 4}));
  EXPECT_EQ(purge(100), 1);
  EXPECT_EQ(purge(100), 0);
  EXPECT_EQ(List("posts/a", 0, 100), std::vector<int64_t>{4});
}

INSTANTIATE_SYSTEM_LOG_TEST(HistoryTest);

}  // namespace
}  // namespace potential::storage

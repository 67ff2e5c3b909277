#include "services/chassis/storage/change_log.h"

#include <gtest/gtest.h>

#include "services/chassis/storage/system_log_testing.h"

namespace potential::storage {
namespace {

class ChangeLogTest : public SystemLogTest {
 protected:
  // Writes a revision with so many changes of the topic.
  void WriteRevision(int changes, const std::string& topic = "posts") {
    Write([&](TableWriter& writer) {
      const int64_t revision = NextRevision(writer, "org").value();
      std::vector<Change> list;
      for (int i = 0; i < changes; ++i) {
        list.push_back({.topic = topic, .name = std::to_string(i), .operation = Change::kCreated});
      }
      return AppendChanges(writer, "org", revision, TimeAt(revision), list);
    });
  }

  // What ReadChanges returns, as "revision:changes" for each.
  std::string Read(int64_t after, int64_t limit) {
    const std::vector<Revision> revisions = ReadChanges(*Reader(), "org", after, limit).value();
    std::string text;
    for (const Revision& revision : revisions) {
      EXPECT_EQ(revision.time, TimeAt(revision.revision));
      text +=
          std::to_string(revision.revision) + ":" + std::to_string(revision.changes.size()) + " ";
    }
    return text;
  }

  int64_t Compact(int64_t kept, int64_t limit) {
    int64_t compacted = 0;
    Write([&](TableWriter& writer) {
      compacted = CompactChanges(writer, "org", kept, limit).value();
      return absl::OkStatus();
    });
    return compacted;
  }

  absl::StatusCode ReadCode(int64_t after) {
    return ReadChanges(*Reader(), "org", after, 10).status().code();
  }
};

TEST_P(ChangeLogTest, CountsRevisionsForEachOrganisation) {
  EXPECT_EQ(CurrentRevision(*Reader(), "org").value(), 0);
  for (int64_t expected = 1; expected <= 3; ++expected) {
    Write([&](TableWriter& writer) {
      EXPECT_EQ(NextRevision(writer, "org").value(), expected);
      return absl::OkStatus();
    });
  }
  EXPECT_EQ(CurrentRevision(*Reader(), "org").value(), 3);
  EXPECT_EQ(CurrentRevision(*Reader(), "other").value(), 0);
}

TEST_P(ChangeLogTest, LeavesNoGapWhenAWriteFails) {
  WriteRevision(1);
  EXPECT_FALSE(WriteAndWait(*store_, [](TableWriter& writer) {
                 EXPECT_EQ(NextRevision(writer, "org").value(), 2);
                 return absl::AbortedError("no");
               }).ok());
  WriteRevision(1);
  EXPECT_EQ(Read(0, 10), "1:1 2:1 ");
}

TEST_P(ChangeLogTest, ReturnsChangesAsTheyWereAppended) {
  const std::vector<Change> first = {{.topic = "b", .name = "x", .operation = Change::kDeleted},
                                     {.topic = "a", .name = "y", .operation = Change::kFacts}};
  const Change second = {.topic = "c", .name = "z", .operation = Change::kUpdated};
  Write([&](TableWriter& writer) {
    const int64_t revision = NextRevision(writer, "org").value();
    EXPECT_TRUE(AppendChanges(writer, "org", revision, TimeAt(7), first).ok());
    return AppendChanges(writer, "org", revision, TimeAt(7), {second});
  });
  EXPECT_EQ(ReadChanges(*Reader(), "org", 0, 10).value(),
            (std::vector<Revision>{
                {.revision = 1, .time = TimeAt(7), .changes = {first[0], first[1], second}}}));
  EXPECT_TRUE(ReadChanges(*Reader(), "other", 0, 10).value().empty());
}

TEST_P(ChangeLogTest, RemembersTheLastRevisionOfEachTopic) {
  WriteRevision(1, "posts");
  WriteRevision(2, "teams");
  WriteRevision(1, "posts");
  const std::map<std::string, int64_t> expected = {{"posts", 3}, {"teams", 2}};
  EXPECT_EQ(TopicRevisions(*Reader(), "org").value(), expected);
  EXPECT_TRUE(TopicRevisions(*Reader(), "other").value().empty());
}

TEST_P(ChangeLogTest, ListsMoreTopicsThanAPage) {
  Write([&](TableWriter& writer) {
    std::vector<Change> changes;
    for (int i = 0; i < 2500; ++i) changes.push_back({.topic = std::to_string(i), .name = "n"});
    return AppendChanges(writer, "org", NextRevision(writer, "org").value(), TimeAt(1), changes);
  });
  EXPECT_EQ(TopicRevisions(*Reader(), "org").value().size(), 2500u);
}

TEST_P(ChangeLogTest, ReadsWholeRevisions) {
  for (const int changes : {2, 3, 1, 5, 1}) WriteRevision(changes);
  EXPECT_EQ(Read(0, 100), "1:2 2:3 3:1 4:5 5:1 ");
  EXPECT_EQ(Read(0, 6), "1:2 2:3 3:1 ");
  EXPECT_EQ(Read(0, 5), "1:2 2:3 ");
  EXPECT_EQ(Read(0, 4), "1:2 ");
  EXPECT_EQ(Read(0, 1), "1:2 ");
  EXPECT_EQ(Read(3, 2), "4:5 ");
  EXPECT_EQ(Read(3, 5), "4:5 ");
  EXPECT_EQ(Read(4, 1), "5:1 ");
  EXPECT_EQ(Read(5, 1), "");
}

TEST_P(ChangeLogTest, OrdersRevisionsByNumber) {
  for (int i = 0; i < 11; ++i) WriteRevision(1);
  EXPECT_EQ(Read(8, 10), "9:1 10:1 11:1 ");
}

TEST_P(ChangeLogTest, RefusesPositionsItCannotTellFrom) {
  for (int i = 0; i < 5; ++i) WriteRevision(2);
  EXPECT_EQ(ReadCode(-1), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ReadCode(6), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Compact(2, 100), 3);
  EXPECT_EQ(ReadCode(2), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Read(3, 100), "4:2 5:2 ");
  EXPECT_EQ(Compact(3, 100), 0);  // nothing more
  EXPECT_EQ(Read(3, 100), "4:2 5:2 ");
  EXPECT_EQ(Compact(0, 1), 1);  // the oldest first
  EXPECT_EQ(Read(4, 100), "5:2 ");
  EXPECT_EQ(Compact(0, 100), 1);
  EXPECT_EQ(ReadCode(4), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Read(5, 100), "");
  WriteRevision(1);
  EXPECT_EQ(Read(5, 100), "6:1 ");
  EXPECT_EQ(TopicRevisions(*Reader(), "org").value().at("posts"), 6);
}

TEST_P(ChangeLogTest, CompactsMoreChangesThanAPage) {
  WriteRevision(2500);
  WriteRevision(1);
  EXPECT_EQ(Compact(1, 100), 1);
  EXPECT_EQ(Read(1, 100), "2:1 ");
}

INSTANTIATE_SYSTEM_LOG_TEST(ChangeLogTest);

}  // namespace
}  // namespace potential::storage

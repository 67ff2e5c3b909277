#include "services/chassis/service/housekeeping.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/history.h"
#include "services/chassis/storage/memory_store.h"
#include "services/chassis/storage/request_log.h"
#include "services/chassis/testing/fake_clock.h"

namespace potential::service {
namespace {

using storage::TableWriter;

constexpr int64_t kKept = 10;

class HousekeepingTest : public ::testing::Test {
 protected:
  HousekeepingTest()
      : store_(storage::NewMemoryStore(
            {{.version = 1, .title = "system", .create = storage::SystemTables()}})) {
    store_->SetCommitListener([this] { ++commits_; });
  }

  void WriteRevisions(const std::string& organisation, int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
      ASSERT_TRUE(storage::WriteAndWait(*store_, [&](TableWriter& writer) {
                    const int64_t revision = *storage::NextRevision(writer, organisation);
                    return storage::AppendChanges(writer, organisation, revision, clock_.Now(),
                                                  {{.topic = "posts", .name = "a"}});
                  }).ok());
    }
  }

  void WriteLogs() {
    storage::HistoryEntry entry;
    entry.revision = 1;
    entry.name = "n";
    entry.time = clock_.Now();
    ASSERT_TRUE(storage::WriteAndWait(*store_, [&](TableWriter& writer) {
                  const absl::Status remembered =
                      storage::RememberRequest(
                          writer, Key(),
                          {.payload_hash = "h", .name = "n", .revision = 1, .time = clock_.Now()});
                  if (!remembered.ok()) return remembered;
                  return storage::AppendHistory(writer, "swlstg", entry);
                }).ok());
  }

  static storage::RequestKey Key() {
    return {.organisation = "swlstg", .caller = "c", .method = "m", .request_id = "r"};
  }

  // The oldest position from which the changes can be read.
  int64_t Floor(const std::string& organisation) {
    const auto reader = *store_->Read();
    int64_t floor = 0;
    while (!storage::ReadChanges(*reader, organisation, floor, 1).ok()) ++floor;
    return floor;
  }

  size_t HistoryEntries() {
    return storage::ListHistory(**store_->Read(), "swlstg", "n", 0, 10)->size();
  }

  // One tick, and the end of the step that it may have begun.
  void Tick(Housekeeping& housekeeping) {
    housekeeping.Tick();
    ASSERT_TRUE(
        storage::WriteAndWait(*store_, [](TableWriter&) { return absl::OkStatus(); }).ok());
  }

  testing::FakeClock clock_{absl::FromUnixSeconds(1'781'524'800)};
  std::unique_ptr<storage::Store> store_;
  HousekeepingOptions options_{.clock = &clock_,
                               .organisations =
                                   [] { return std::vector<std::string>{"slam", "swlstg"}; },
                               .kept_revisions = kKept,
                               .kept_history = absl::Hours(24 * 365)};
  int commits_ = 0;
};

TEST_F(HousekeepingTest, KeepsTheLastRevisionsOfEveryOrganisation) {
  WriteRevisions("swlstg", 30);
  WriteRevisions("slam", 4);
  Housekeeping housekeeping(*store_, options_);
  Tick(housekeeping);
  EXPECT_EQ(Floor("swlstg"), 0) << "before a round is due";
  clock_.Advance(kHousekeepingRound);
  for (int i = 0; i < 6; ++i) Tick(housekeeping);
  EXPECT_EQ(Floor("swlstg"), 20);
  EXPECT_EQ(Floor("slam"), 0);
}

TEST_F(HousekeepingTest, GoesOnWithAThingUntilAllOfItIsRemoved) {
  WriteRevisions("swlstg", 2 * kMaxRemovedInStep + kKept + 1);
  Housekeeping housekeeping(*store_, options_);
  clock_.Advance(kHousekeepingRound);
  for (int i = 0; i < 8; ++i) Tick(housekeeping);
  EXPECT_EQ(Floor("swlstg"), 2 * kMaxRemovedInStep + 1);
}

TEST_F(HousekeepingTest, ForgetsRequestsAfterTheirDayAndHistoryAfterItsRetention) {
  WriteLogs();
  Housekeeping housekeeping(*store_, options_);
  clock_.Advance(absl::Hours(25));
  for (int i = 0; i < 6; ++i) Tick(housekeeping);
  // A clock of that day would still find a request that is only too old to be answered.
  EXPECT_FALSE(storage::FindRequest(**store_->Read(), Key(), clock_.Now() - absl::Hours(25))
                   ->has_value());
  EXPECT_EQ(HistoryEntries(), 1u);
  clock_.Advance(absl::Hours(24 * 366));
  for (int i = 0; i < 6; ++i) Tick(housekeeping);
  EXPECT_EQ(HistoryEntries(), 0u);
}

TEST_F(HousekeepingTest, WaitsWhileOthersWriteButNotForLong) {
  WriteRevisions("swlstg", 30);
  Housekeeping housekeeping(*store_, options_);
  clock_.Advance(kHousekeepingRound);
  Tick(housekeeping);  // begins the round with another thing
  Tick(housekeeping);
  for (int i = 0; i < 20; ++i) {
    housekeeping.Committed();
    Tick(housekeeping);
  }
  EXPECT_EQ(Floor("swlstg"), 0);
  clock_.Advance(kLongestPutOff);
  housekeeping.Committed();
  Tick(housekeeping);
  EXPECT_EQ(Floor("swlstg"), 20);
}

TEST_F(HousekeepingTest, WritesNothingWhereNothingIsOld) {
  WriteRevisions("swlstg", kKept);
  const int before = commits_;
  Housekeeping housekeeping(*store_, options_);
  clock_.Advance(kHousekeepingRound);
  for (int i = 0; i < 10; ++i) Tick(housekeeping);
  EXPECT_EQ(commits_, before);
}

}  // namespace
}  // namespace potential::service

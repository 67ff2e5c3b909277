#include "services/chassis/storage/sqlite_store.h"

#include <gtest/gtest.h>

#include <utility>

#include "services/chassis/storage/memory_store.h"
#include "services/chassis/storage/sqlite_testing.h"
#include "services/chassis/storage/store_conformance.h"

namespace potential::storage {
namespace {

using conformance::Batch;
using conformance::BusyWriter;
using conformance::Get;
using conformance::Ids;
using conformance::Item;
using conformance::kAnswers;
using conformance::kItems;
using conformance::kLines;
using conformance::kOrg;
using conformance::Line;
using conformance::Migrations;
using conformance::MustPut;
using conformance::Select;
using conformance::SelectRollup;

std::unique_ptr<Store> Open(const std::string& path) {
  return OpenSqliteStore({.path = path}, Migrations()).value();
}

class SqliteStoreConformanceTest : public testing::TestWithParam<ConformanceCase> {
 protected:
  TestFolder folder_;
  int stores_ = 0;
};

TEST_P(SqliteStoreConformanceTest, Holds) {
  GetParam().run({.name = "Sqlite", .open = [this](const std::vector<Migration>& migrations) {
                    const std::string name = "store" + std::to_string(stores_++) + ".db";
                    return OpenSqliteStore({.path = folder_.File(name)}, migrations).value();
                  }});
}

INSTANTIATE_TEST_SUITE_P(Cases, SqliteStoreConformanceTest, testing::ValuesIn(ConformanceCases()),
                         CaseName);

class SqliteStoreTest : public testing::Test {
 protected:
  TestFolder folder_;
  const std::string path_ = folder_.File("store.db");
};

TEST_F(SqliteStoreTest, KeepsRowsAndIdentityWhenReopened) {
  auto store = Open(path_);
  const std::string incarnation = store->Incarnation();
  const std::string secret = store->Secret();
  MustPut(*store, kItems, {Item("a", "open", int64_t{2})});
  store.reset();
  store = Open(path_);
  EXPECT_EQ(store->Incarnation(), incarnation);
  EXPECT_EQ(store->Secret(), secret);
  EXPECT_EQ(Get(*store, kItems, "a"), Item("a", "open", int64_t{2}));
  EXPECT_EQ(SelectRollup(*store, kItems, "total").at(0).count, 1);
}

TEST_F(SqliteStoreTest, TakesIdentityFromTheRandomSource) {
  uint64_t next = 0;
  const auto store =
      OpenSqliteStore({.path = path_, .random = [&next] { return ++next; }}, Migrations()).value();
  EXPECT_EQ(store->Incarnation(), "01000000000000000200000000000000");
  EXPECT_EQ(store->Secret()[0], '\x03');
}

TEST_F(SqliteStoreTest, RefusesASecondOwner) {
  auto store = Open(path_);
  const auto second = OpenSqliteStore({.path = path_}, Migrations());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(second.status().message()), testing::HasSubstr(path_));
  MustPut(*store, kLines, {Line("a", 1)});  // the first is not disturbed
  store.reset();
  EXPECT_EQ(Get(*Open(path_), kLines, "a"), Line("a", 1));
}

TEST_F(SqliteStoreTest, LeavesOnlyItsFileBehind) {
  Open(path_);
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.File(""))) {
    EXPECT_EQ(entry.path(), path_);
    EXPECT_EQ(entry.status().permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    ++files;
  }
  EXPECT_EQ(files, 1);
}

TEST_F(SqliteStoreTest, OpensBesideTheLockOfADeadOwner) {
  WriteFile(path_ + ".lock", "");
  MustPut(*Open(path_), kLines, {Line("a", 1)});
}

TEST_F(SqliteStoreTest, RefusesAPlaceWhereNoFileCanBe) {
  const auto store = OpenSqliteStore({.path = folder_.File("none/store.db")}, Migrations());
  EXPECT_EQ(store.status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(SqliteStoreTest, RefusesOptionsThatLeaveNoRoom) {
  for (const SqliteOptions& options :
       {SqliteOptions{}, SqliteOptions{.path = path_, .readers = 0},
        SqliteOptions{.path = path_, .max_queued_writes = 0},
        SqliteOptions{.path = path_, .max_batch = 0}, SqliteOptions{.path = path_, .random = {}}}) {
    EXPECT_EQ(OpenSqliteStore(options, Migrations()).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST_F(SqliteStoreTest, LeavesADatabaseOfAnotherProgramAlone) {
  {
    SQLite::Database database(path_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("CREATE TABLE theirs (x)");
  }
  const std::string before = ReadFile(path_);
  EXPECT_EQ(OpenSqliteStore({.path = path_}, Migrations()).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReadFile(path_), before);
}

TEST_F(SqliteStoreTest, KeepsAnonymousTablesWithoutRowNumbers) {
  Open(path_);
  EXPECT_THAT(AskFile(path_, "SELECT sql FROM sqlite_schema WHERE name = 'answers'"),
              testing::HasSubstr("WITHOUT ROWID"));
}

TEST_F(SqliteStoreTest, OverwritesWhatItErases) {
  const std::string trace = "nobody may find this again";
  auto store = Open(path_);
  MustPut(*store, kAnswers, {conformance::Answer("a", trace)});
  store.reset();
  EXPECT_THAT(ReadFile(path_), testing::HasSubstr(trace));
  store = Open(path_);
  conformance::MustWrite(*store,
                         [](TableWriter& writer) { return writer.Erase(kAnswers, kOrg, "a"); });
  store.reset();
  EXPECT_THAT(ReadFile(path_), testing::Not(testing::HasSubstr(trace)));
}

TEST_F(SqliteStoreTest, SnapshotOutlivesItsStore) {
  auto store = Open(path_);
  MustPut(*store, kLines, {Line("a", 1)});
  const auto snapshot = store->Read().value();
  store.reset();
  EXPECT_EQ(snapshot->Get(kLines, kOrg, "a").value(), Line("a", 1));
}

TEST_F(SqliteStoreTest, ReadWaitsForAFreeReader) {
  const auto store = OpenSqliteStore({.path = path_, .readers = 1}, Migrations()).value();
  auto held = store->Read().value();
  std::thread waiting([&] { EXPECT_TRUE(store->Read().ok()); });
  held.reset();
  waiting.join();
}

TEST_F(SqliteStoreTest, ReaderThatWasOutDuringACommitSeesItNextTime) {
  const auto store = OpenSqliteStore({.path = path_, .readers = 1}, Migrations()).value();
  MustPut(*store, kLines, {Line("a", 1)});
  auto held = store->Read().value();
  MustPut(*store, kLines, {Line("a", 2)});
  EXPECT_EQ(held->Get(kLines, kOrg, "a").value(), Line("a", 1));
  held.reset();
  EXPECT_EQ(Get(*store, kLines, "a"), Line("a", 2));
}

TEST_F(SqliteStoreTest, LogIsCutOffBehindReadersAtRest) {
  const auto store = OpenSqliteStore({.path = path_, .readers = 3}, Migrations()).value();
  MustPut(*store, kLines, {Line("a", 1)});
  for (const auto& all_at_once : {store->Read(), store->Read(), store->Read()}) {
    EXPECT_EQ(all_at_once.value()->Get(kLines, kOrg, "a").value(), Line("a", 1));
  }
  EXPECT_NE(ReadFile(path_ + "-wal"), "");
  MustPut(*store, kAnswers, {conformance::Answer("a", "words")});
  EXPECT_EQ(ReadFile(path_ + "-wal"), "");
}

TEST_F(SqliteStoreTest, LogStaysShortWhileReadersComeAndGo) {
  const auto store = Open(path_);
  constexpr size_t kNote = 90'000;
  size_t written = 0;
  for (char commit = 'a'; commit < 'q'; ++commit) {
    std::vector<Row> rows;
    for (int i = 0; i < 40; ++i) {
      rows.push_back(Item("item" + std::to_string(i), "open", int64_t{i}, 1.0, {},
                          std::string(kNote, commit)));
    }
    MustPut(*store, kItems, rows);
    EXPECT_EQ(Get(*store, kItems, "item7"), rows[7]);
    written += rows.size() * kNote;
  }
  EXPECT_LT(ReadFile(path_ + "-wal").size() * 2, written);
}

TEST_F(SqliteStoreTest, SearchesPagesByIndex) {
  // Deep in a long list, a page must cost a page: the engine seeks in the index and sorts nothing.
  Open(path_);
  for (const char* condition :
       {"amount = 1 AND state = 'x' AND id > 'a'", "amount = 1 AND state > 'x'", "amount > 1"}) {
    SQLite::Database database(path_, SQLite::OPEN_READWRITE);
    SQLite::Statement plan(database, std::string("EXPLAIN QUERY PLAN SELECT id FROM items WHERE "
                                                 "organisation = 'o' AND ") +
                                         condition + " ORDER BY amount, state, id");
    std::string details;
    while (plan.executeStep()) details += plan.getColumn(3).getString() + "\n";
    EXPECT_THAT(details, testing::HasSubstr("items__index_1")) << condition;
    EXPECT_THAT(details, testing::Not(testing::HasSubstr("TEMP B-TREE"))) << condition;
  }
}

}  // namespace
}  // namespace potential::storage

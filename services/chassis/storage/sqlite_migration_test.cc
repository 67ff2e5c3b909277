#include <gtest/gtest.h>

#include "services/chassis/storage/conformance_support.h"
#include "services/chassis/storage/sqlite_store.h"
#include "services/chassis/storage/sqlite_testing.h"

namespace potential::storage {
namespace {

using conformance::kOrg;
using conformance::MustPut;
using conformance::Select;
using conformance::SelectRollup;

const Table kFirst = {.name = "posts",
                      .columns = {{"state", ColumnType::kText}},
                      .indexes = {{"state"}},
                      .rollups = {{.name = "by_state", .group_by = {"state"}, .sums = {}}}};

Table Second() {
  Table table = kFirst;
  table.columns.push_back({"grade", ColumnType::kInteger});
  return table;
}

const Table kTeams = {.name = "teams", .columns = {{"posts", ColumnType::kInteger}}};

// Gives each post that has no grade the fifth.
absl::Status FillGrades(TableWriter& writer) {
  const auto rows = writer.Select(Second(), kOrg, {});
  if (!rows.ok()) return rows.status();
  for (Row row : *rows) {
    row.values[1] = int64_t{5};
    const absl::Status status = writer.Put(Second(), kOrg, row);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CountPosts(TableWriter& writer) {
  const auto total = writer.SelectRollup(Second(), "by_state", kOrg, {});
  if (!total.ok() || total->empty()) return total.status();
  return writer.Put(kTeams, kOrg, {.id = "all", .values = {(*total)[0].count}});
}

std::vector<Migration> UpTo(size_t version) {
  std::vector<Migration> all = {
      {.version = 1, .title = "posts", .create = {kFirst}},
      {.version = 2,
       .title = "grades",
       .add = {{.table = "posts",
                .column = {"grade", ColumnType::kInteger},
                .indexes = {{"grade"}, {"grade", "state"}}}},
       .fill = FillGrades},
      {.version = 3, .title = "teams", .create = {kTeams}, .fill = CountPosts}};
  all.resize(version);
  return all;
}

class SqliteMigrationTest : public testing::Test {
 protected:
  std::unique_ptr<Store> Open(const std::vector<Migration>& migrations) {
    return OpenSqliteStore({.path = path_}, migrations).value();
  }

  TestFolder folder_;
  const std::string path_ = folder_.File("store.db");
};

TEST_F(SqliteMigrationTest, CarriesRowsFromEveryEarlierVersion) {
  for (size_t from = 1; from <= 3; ++from) {
    const std::string path = folder_.File(std::to_string(from));
    auto store = OpenSqliteStore({.path = path}, UpTo(from)).value();
    if (from == 1) {
      MustPut(*store, kFirst, {{.id = "a", .values = {"open"}}, {.id = "b", .values = {"open"}}});
    } else {
      MustPut(*store, Second(),
              {{.id = "a", .values = {"open", int64_t{5}}},
               {.id = "b", .values = {"open", int64_t{5}}}});
    }
    const std::string incarnation = store->Incarnation();
    store.reset();
    store = OpenSqliteStore({.path = path}, UpTo(3)).value();
    EXPECT_EQ(store->Incarnation(), incarnation);
    EXPECT_EQ(Select(*store, Second()),
              (std::vector<Row>{{.id = "a", .values = {"open", int64_t{5}}},
                                {.id = "b", .values = {"open", int64_t{5}}}}));
    EXPECT_EQ(SelectRollup(*store, Second(), "by_state").at(0).count, 2);
    // The count was made by migration 3, which a file of version 3 had before it had rows.
    EXPECT_EQ(Select(*store, kTeams).size(), from < 3 ? 1u : 0u);
  }
}

TEST_F(SqliteMigrationTest, GivesIndexesTheSameNamesOnEveryWay) {
  const char* indexes =
      "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema"
      " WHERE type = 'index' ORDER BY name)";
  Open(UpTo(1));
  Open(UpTo(3));
  const std::string stepwise = AskFile(path_, indexes);
  const std::string at_once = folder_.File("at_once.db");
  OpenSqliteStore({.path = at_once}, UpTo(3)).value().reset();
  EXPECT_EQ(AskFile(at_once, indexes), stepwise);
  EXPECT_THAT(stepwise, testing::HasSubstr("posts__index_2"));
}

TEST_F(SqliteMigrationTest, DropsTablesWithAllThatBelongsToThem) {
  auto store = Open(UpTo(3));
  MustPut(*store, Second(), {{.id = "secret-row", .values = {"open", int64_t{5}}}});
  store.reset();
  std::vector<Migration> dropping = UpTo(3);
  Table anew = kFirst;
  anew.indexes.clear();
  dropping.push_back({.version = 4, .title = "posts anew", .drop = {"posts"}, .create = {anew}});
  store = Open(dropping);
  EXPECT_TRUE(Select(*store, anew).empty());
  EXPECT_TRUE(SelectRollup(*store, anew, "by_state").empty());
  store.reset();
  EXPECT_EQ(AskFile(path_, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'posts%'"), "2");
  EXPECT_THAT(ReadFile(path_), testing::Not(testing::HasSubstr("secret-row")));
}

TEST_F(SqliteMigrationTest, RefusesAFileOfANewerProgram) {
  Open(UpTo(3));
  const auto store = OpenSqliteStore({.path = path_}, UpTo(2));
  EXPECT_EQ(store.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(store.status().message()), testing::HasSubstr("newer"));
  Open(UpTo(3));
}

TEST_F(SqliteMigrationTest, RefusesGapsBeforeItTouchesTheFile) {
  std::vector<Migration> gap = UpTo(2);
  gap[1].version = 3;
  EXPECT_EQ(OpenSqliteStore({.path = path_}, gap).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(SqliteMigrationTest, UndoesAMigrationThatFails) {
  auto store = Open(UpTo(1));
  MustPut(*store, kFirst, {{.id = "a", .values = {"open"}}});
  store.reset();
  std::vector<Migration> failing = UpTo(2);
  failing[1].fill = [](TableWriter& writer) {
    (void)writer.Erase(Second(), kOrg, "a");
    return absl::AbortedError("no");
  };
  const auto failed = OpenSqliteStore({.path = path_}, failing);
  EXPECT_EQ(failed.status().code(), absl::StatusCode::kAborted);
  // Still at version 1, with its row, and ready for the migration that is right.
  EXPECT_EQ(Select(*Open(UpTo(1)), kFirst).size(), 1u);
  EXPECT_EQ(Select(*Open(UpTo(2)), Second()),
            (std::vector<Row>{{.id = "a", .values = {"open", int64_t{5}}}}));
}

}  // namespace
}  // namespace potential::storage

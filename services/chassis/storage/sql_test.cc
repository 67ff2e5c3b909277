#include "services/chassis/storage/sql.h"

#include <gtest/gtest.h>

#include "services/chassis/storage/sql_schema.h"

namespace potential::storage {
namespace {

using Op = Predicate::Op;

const Table kPosts = {.name = "posts",
                      .columns = {{"state", ColumnType::kText}, {"hours", ColumnType::kReal}},
                      .indexes = {{"state"}},
                      .rollups = {{.name = "by_state", .group_by = {"state"}, .sums = {"hours"}}}};

std::string Where(const Predicate& predicate) {
  Sql sql;
  AppendPredicate({.table = &kPosts}, predicate, sql);
  return sql.text;
}

std::vector<std::string> Texts(const Query& query) {
  std::vector<std::string> texts;
  for (const Sql& part : SelectSql(kPosts, "org", query)) {
    const size_t where = part.text.find("\"organisation\" = ?");
    texts.push_back(part.text.substr(where + 18));
  }
  return texts;
}

TEST(SqlTest, BindsEveryValue) {
  const Query query = {.where = Predicate::Eq("state", "'; DROP TABLE posts; --"), .limit = 3};
  const std::vector<Sql> parts = SelectSql(kPosts, "org", query);
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].text,
            "SELECT \"id\", \"state\", \"hours\" FROM \"posts\" WHERE \"organisation\" = ? AND "
            "\"state\" = ? ORDER BY \"id\" LIMIT ?");
  EXPECT_EQ(parts[0].values, (std::vector<Value>{"org", "'; DROP TABLE posts; --", int64_t{3}}));
}

TEST(SqlTest, SettlesNullsWhereTheyWouldTurn) {
  const Predicate state = Predicate::Eq("state", "x");
  EXPECT_EQ(Where(Predicate::Not(state)), "NOT ifnull(\"state\" = ?, 0)");
  EXPECT_EQ(Where(Predicate::Any({state, state, state})),
            "(\"state\" = ? OR (\"state\" = ? OR \"state\" = ?))");
  EXPECT_EQ(Where(Predicate::Compare(Op::kIsNull, "state", {})), "\"state\" IS NULL");
}

TEST(SqlTest, ResumesByRangesThatAnIndexCanSeek) {
  EXPECT_EQ(Texts({.after = Row{.id = "a", .values = {}}}),
            std::vector<std::string>{" AND \"id\" > ? ORDER BY \"id\" LIMIT ?"});
  Query query = {.order = {{.column = "state", .descending = true}},
                 .after = Row{.id = "a", .values = {"x"}}};
  const std::string order = " ORDER BY \"state\" DESC, \"id\" LIMIT ?";
  EXPECT_EQ(Texts(query), (std::vector<std::string>{" AND \"state\" = ? AND \"id\" > ?" + order,
                                                    " AND \"state\" < ?" + order,
                                                    " AND \"state\" IS NULL" + order}));
  query.after->values[0] = Value();
  EXPECT_EQ(Texts(query),
            std::vector<std::string>{" AND \"state\" IS NULL AND \"id\" > ?" + order});
}

TEST(SqlTest, ReadsRollupsByTheirOwnNull) {
  const Sql sql =
      SelectRollupSql(kPosts, kPosts.rollups[0], "org",
                      {.where = Predicate::Compare(Op::kLt, "state", "x"), .group_by = {"state"}});
  EXPECT_EQ(sql.text,
            "SELECT \"state\", sum(\"#count\"), sum(\"sum:hours\") FROM \"posts__by_state\" WHERE "
            "\"organisation\" = ? AND (\"state\" > -9e999 AND \"state\" < ?) GROUP BY \"state\", "
            "\"organisation\" ORDER BY \"state\", \"organisation\"");
}

// The file format, word for word: a file that exists has these texts in it.
TEST(SqlTest, MakesTablesAsWrittenDown) {
  Table with_body = kPosts;
  with_body.columns.push_back({"body", ColumnType::kBlob});
  with_body.rollups.clear();
  with_body.name = "records";
  EXPECT_EQ(
      MigrationSql({.version = 1, .title = "t", .create = {kPosts, with_body}}, {}),
      (std::vector<std::string>{
          "CREATE TABLE \"posts\" (\"organisation\" TEXT NOT NULL, \"id\" TEXT NOT NULL, \"state\" "
          "TEXT, \"hours\" REAL, PRIMARY KEY (\"organisation\", \"id\")) STRICT, WITHOUT ROWID",
          "CREATE INDEX \"posts__index_0\" ON \"posts\" (\"organisation\", \"state\", \"id\")",
          "CREATE TABLE \"posts__by_state\" (\"organisation\" TEXT NOT NULL, \"state\" ANY NOT "
          "NULL, "
          "\"#count\" INTEGER NOT NULL, \"sum:hours\" REAL NOT NULL, PRIMARY KEY "
          "(\"organisation\", "
          "\"state\")) STRICT, WITHOUT ROWID",
          "CREATE TABLE \"records\" (\"organisation\" TEXT NOT NULL, \"id\" TEXT NOT NULL, "
          "\"state\" "
          "TEXT, \"hours\" REAL, \"body\" BLOB, PRIMARY KEY (\"organisation\", \"id\")) STRICT",
          "CREATE INDEX \"records__index_0\" ON \"records\" (\"organisation\", \"state\", "
          "\"id\")"}));
}

}  // namespace
}  // namespace potential::storage

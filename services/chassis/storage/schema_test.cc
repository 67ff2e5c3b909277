#include "services/chassis/storage/schema.h"

#include <gtest/gtest.h>

namespace potential::storage {
namespace {

const Table kPosts = {.name = "posts",
                      .columns = {{"state", ColumnType::kText},
                                  {"hours", ColumnType::kReal},
                                  {"body", ColumnType::kBlob}},
                      .indexes = {{"state"}}};

absl::StatusCode CodeOf(const Table& table) {
  return Schema::Of({{.version = 1, .title = "t", .create = {table}}}).status().code();
}

TEST(SchemaTest, FollowsMigrations) {
  const Schema schema = Schema::Of({{.version = 1, .title = "posts", .create = {kPosts}},
                                    {.version = 2,
                                     .title = "grade",
                                     .add = {{.table = "posts",
                                              .column = {"grade", ColumnType::kInteger},
                                              .indexes = {{"grade", "state"}}}}}})
                            .value();
  EXPECT_EQ(schema.version(), 2);
  ASSERT_NE(schema.Find("posts"), nullptr);
  EXPECT_EQ(schema.Find("posts")->columns.back(), (Column{"grade", ColumnType::kInteger}));
  EXPECT_EQ(schema.Find("posts")->indexes.size(), 2u);
  EXPECT_EQ(schema.Find("other"), nullptr);
}

TEST(SchemaTest, ForgetsTablesThatAMigrationDrops) {
  Table again = kPosts;
  again.columns.pop_back();
  const Migration one = {.version = 1, .title = "posts", .create = {kPosts}};
  const Schema dropped = Schema::Of({one, {.version = 2, .title = "t", .drop = {"posts"}}}).value();
  EXPECT_EQ(dropped.Find("posts"), nullptr);
  const Schema anew =
      Schema::Of({one, {.version = 2, .title = "t", .drop = {"posts"}, .create = {again}}}).value();
  EXPECT_EQ(anew.Find("posts")->columns.size(), 2u);
  EXPECT_EQ(Schema::Of({one, {.version = 2, .title = "t", .drop = {"other"}}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(SchemaTest, RefusesVersionsWithGaps) {
  const Migration one = {.version = 1, .title = "one"};
  const Migration three = {.version = 3, .title = "three"};
  EXPECT_EQ(Schema::Of({one, three}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Schema::Of({one, one}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Schema::Of({three}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(SchemaTest, RefusesTablesThatCannotBe) {
  ASSERT_EQ(CodeOf(kPosts), absl::StatusCode::kOk);
  for (const char* name :
       {"", "Posts", "1posts", "po sts", "posts\"", "posts__x", "sqlite_posts", "store_meta"}) {
    Table table = kPosts;
    table.name = name;
    EXPECT_EQ(CodeOf(table), absl::StatusCode::kInvalidArgument) << name;
  }
  for (const char* name : {"id", "organisation", "state", "Hours", ""}) {
    Table table = kPosts;
    table.columns.push_back({name, ColumnType::kText});
    EXPECT_EQ(CodeOf(table), absl::StatusCode::kInvalidArgument) << name;
  }
  for (const std::vector<std::string>& index :
       {std::vector<std::string>{}, {"body"}, {"unknown"}, {"id"}}) {
    Table table = kPosts;
    table.indexes.push_back(index);
    EXPECT_EQ(CodeOf(table), absl::StatusCode::kInvalidArgument);
  }
}

TEST(SchemaTest, RefusesRollupsThatCannotBe) {
  const auto code = [](std::vector<Rollup> rollups, bool anonymous) {
    Table table = kPosts;
    table.rollups = std::move(rollups);
    table.anonymous = anonymous;
    return CodeOf(table);
  };
  const Rollup good = {.name = "r", .group_by = {"state"}, .sums = {"hours"}};
  EXPECT_EQ(code({good}, false), absl::StatusCode::kOk);
  EXPECT_EQ(code({good}, true), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({good, good}, false), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{.name = "r", .group_by = {"hours"}, .sums = {}}}, false),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{.name = "r", .group_by = {"state", "state"}, .sums = {}}}, false),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{.name = "r", .group_by = {}, .sums = {"state"}}}, false),
            absl::StatusCode::kInvalidArgument);
}

TEST(SchemaTest, RefusesAdditionsThatCannotBe) {
  const auto code = [](const Migration::AddColumn& addition) {
    return Schema::Of({{.version = 1, .title = "t", .create = {kPosts}, .add = {addition}}})
        .status()
        .code();
  };
  EXPECT_EQ(code({.table = "posts", .column = {"new", ColumnType::kText}}), absl::StatusCode::kOk);
  EXPECT_EQ(code({.table = "none", .column = {"new", ColumnType::kText}}),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.table = "posts", .column = {"state", ColumnType::kText}}),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.table = "posts", .column = {"new", ColumnType::kText}, .indexes = {{"old"}}}),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace potential::storage

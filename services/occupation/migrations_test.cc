#include "services/occupation/migrations.h"

#include <unistd.h>

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "potential/indicators/v1/initiative.pb.h"
#include "services/chassis/records/schema_text.h"
#include "services/chassis/service/service_core.h"
#include "services/chassis/storage/sqlite_store.h"
#include "services/chassis/testing/service_fixture.h"
#include "services/occupation/definition.h"
#include "services/occupation/interventions/staged_import.h"
#include "services/occupation/kinds.h"

namespace potential::occupation {
namespace {

TEST(MigrationsTest, MakesTheTablesThatTheKindsDeclare) {
  const auto strategies = strategy::StrategyHolder::Open([] {
    return strategy::StrategySet::FromFiles(
        {{"swlstg.textproto", testing::SmallStrategy("swlstg")}});
  });
  ASSERT_TRUE(strategies.ok());
  records::KindTable kinds;
  kinds.AddRecord<indicators::v1::Initiative>();
  AddKinds(kinds, **strategies);
  // The kinds' text is what to paste while version 1 is not released.
  EXPECT_EQ(records::FormatTables(Migrations()[0].create), records::FormatTables(kinds.Tables()))
      << records::FormatTables(kinds.Tables());
}

// A file of each earlier version, with facts in it, becomes one of this version.
TEST(MigrationsTest, KeepWhatEarlierVersionsHeld) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/migrations_", ::getpid(), ".sqlite");
  for (size_t version = 1; version < Migrations().size(); ++version) {
    const auto strategies = strategy::StrategyHolder::Open([] {
      return strategy::StrategySet::FromFiles(
          {{"swlstg.textproto", testing::SmallStrategy("swlstg")}});
    });
    const auto all = service::ServiceCore::Migrations(Definition(), **strategies);
    ASSERT_TRUE(all.ok());
    const std::vector<storage::Migration> earlier(all->begin(),
                                                  all->begin() + static_cast<int>(version));
    storage::SqliteOptions options;
    options.path = path;
    const storage::Table& table = all->front().create.back();
    ASSERT_EQ(table.name, "reach_measurements");
    storage::Row row = {.id = "a", .values = std::vector<storage::Value>(table.columns.size())};
    row.values[*table.Find("month")] = "2026-01";
    row.values[*table.Find("visits")] = int64_t{7};
    {
      const auto store = storage::OpenSqliteStore(options, earlier);
      ASSERT_TRUE(store.ok()) << store.status();
      ASSERT_TRUE(storage::WriteAndWait(**store, [&](storage::TableWriter& writer) {
                    return writer.Put(table, "swlstg", row);
                  }).ok());
    }
    const auto store = storage::OpenSqliteStore(options, *all);
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_EQ(*(*store)->Read().value()->Get(table, "swlstg", "a"), row);
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::remove((path + suffix).c_str());
  }
}

// An import that version 2 had accepted has no service lines in its record, and may write to all.
TEST(MigrationsTest, KeepStagedImportsOfVersion2) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/staged_", ::getpid(), ".sqlite");
  storage::SqliteOptions options;
  options.path = path;
  const std::vector<storage::Migration> all = Migrations();
  {
    const auto store = storage::OpenSqliteStore(options, {all[0], all[1]});
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE(storage::WriteAndWait(**store, [&](storage::TableWriter& writer) {
                  return writer.Put(all[1].create[0], "swlstg",
                                    {.id = "a", .values = {kApplying, "someone", "lead", "", ""}});
                }).ok());
  }
  const auto store = storage::OpenSqliteStore(options, all);
  ASSERT_TRUE(store.ok()) << store.status();
  const auto imports = ListStagedImports(**(*store)->Read(), "swlstg");
  ASSERT_TRUE(imports.ok()) << imports.status();
  ASSERT_EQ(imports->size(), 1);
  EXPECT_EQ((*imports)[0].subject, "someone");
  EXPECT_THAT((*imports)[0].service_lines, ::testing::IsEmpty());
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::remove((path + suffix).c_str());
}

}  // namespace
}  // namespace potential::occupation

#include "services/evidence/migrations.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "potential/evidence/v1/measurement.pb.h"
#include "potential/indicators/v1/initiative.pb.h"
#include "services/chassis/records/schema_text.h"
#include "services/chassis/storage/sqlite_store.h"
#include "services/chassis/testing/matchers.h"
#include "services/chassis/testing/temporary_folder.h"
#include "services/evidence/episodes.h"
#include "services/evidence/kinds.h"

namespace potential::evidence {
namespace {

using storage::Row;
using storage::Table;
using testing::IsOk;

std::vector<Table> Declared() {
  records::KindTable kinds;
  kinds.AddRecord<indicators::v1::Initiative>();
  AddKinds(kinds);
  std::vector<Table> tables = kinds.Tables();
  tables.push_back(EpisodeMonths());
  tables.push_back(UnsettledEpisodes());
  return tables;
}

std::vector<Table> Migrated() {
  std::vector<Table> tables;
  for (const storage::Migration& migration : Migrations()) {
    for (const std::string& dropped : migration.drop) {
      std::erase_if(tables, [&](const Table& table) { return table.name == dropped; });
    }
    tables.insert(tables.end(), migration.create.begin(), migration.create.end());
    for (const storage::Migration::AddColumn& add : migration.add) {
      std::find_if(tables.begin(), tables.end(), [&](const Table& table) {
        return table.name == add.table;
      })->columns.push_back(add.column);
    }
  }
  return tables;
}

std::string ByName(std::vector<Table> tables) {
  std::sort(tables.begin(), tables.end(),
            [](const Table& a, const Table& b) { return a.name < b.name; });
  return records::FormatTables(tables);
}

// Fails when a contract has changed: then a new migration has to make the tables that are printed.
TEST(MigrationsTest, MakeTheTablesThatTheServiceDeclares) {
  EXPECT_EQ(ByName(Migrated()), ByName(Declared()));
}

Table FindTable(const std::string& name) {
  const std::vector<Table> tables = Migrations()[0].create;
  return *std::find_if(tables.begin(), tables.end(),
                       [&](const Table& table) { return table.name == name; });
}

Row Score(const std::string& id, const std::string& episode, double score, const std::string& phase,
          const std::string& date, int64_t month) {
  return {.id = id,
          .values = {episode, "GBO", "", score, phase, date, "community", "", int64_t{0}, month}};
}

// A file of version 1 with scores of two organisations in it.
void MakeVersion1(const std::string& path) {
  std::vector<storage::Migration> migrations = Migrations();
  migrations.resize(1);
  const auto store = storage::OpenSqliteStore({.path = path}, migrations);
  ASSERT_THAT(store.status(), IsOk());
  ASSERT_THAT(storage::WriteAndWait(
                  **store,
                  [](storage::TableWriter& tables) -> absl::Status {
                    const Table scores = FindTable("outcome_scores");
                    for (const Row& row : {Score("a", "e1", 2, "BASELINE", "2026-03-10", 202603),
                                           Score("b", "e1", 3, "REVIEW", "2026-04-10", 202604),
                                           Score("c", "e1", 8, "DISCHARGE", "2026-06-10", 202606),
                                           Score("d", "e2", 5, "BASELINE", "2026-03-11", 202603)}) {
                      const absl::Status put = tables.Put(scores, "swlstg", row);
                      if (!put.ok()) return put;
                    }
                    return tables.Put(scores, "slam",
                                      Score("a", "e1", 4, "REVIEW", "2026-03-10", 202603));
                  }),
              IsOk());
}

TEST(MigrationsTest, WorkOutTheEpisodesOfTheScoresThatAreThere) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.File("e.sqlite");
  MakeVersion1(path);
  const auto store = storage::OpenSqliteStore({.path = path}, Migrations());
  ASSERT_THAT(store.status(), IsOk());
  const auto tables = (*store)->Read();
  ASSERT_THAT(tables.status(), IsOk());
  const auto known = [&](const std::string& organisation, const std::string& day) {
    const auto groups = (*tables)->SelectRollup(
        EpisodeMonths(), kEpisodesByMonth, organisation,
        EpisodesKnown({*measures::ParseDay("2026-01-01"), *measures::ParseDay("2026-12-31")},
                      *measures::ParseDay(day), {}));
    return FiguresOf(groups->at(0));
  };
  EXPECT_EQ(known("swlstg", "2026-04-30"), (EpisodeFigures{.episodes = 2,
                                                           .baselines = 2,
                                                           .pairs = 1,
                                                           .improved = 0,
                                                           .deteriorated = 0,
                                                           .unchanged = 1,
                                                           .change = 1,
                                                           .change_squared = 1}));
  EXPECT_EQ(known("swlstg", "2026-06-15"), (EpisodeFigures{.episodes = 2,
                                                           .baselines = 2,
                                                           .pairs = 1,
                                                           .improved = 1,
                                                           .deteriorated = 0,
                                                           .unchanged = 0,
                                                           .change = 6,
                                                           .change_squared = 36}));
  EXPECT_EQ(known("slam", "2026-06-15"), EpisodeFigures{.episodes = 1});
}

// A row of a table with nothing but these columns.
Row RowWith(const Table& table, const std::string& id,
            const std::map<std::string, storage::Value>& values) {
  Row row{.id = id, .values = std::vector<storage::Value>(table.columns.size())};
  for (const auto& [column, value] : values) row.values[*table.Find(column)] = value;
  return row;
}

TEST(MigrationsTest, LabelMeasurementsByTheirProjects) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.File("e.sqlite");
  {
    std::vector<storage::Migration> migrations = Migrations();
    migrations.resize(2);
    const auto store = storage::OpenSqliteStore({.path = path}, migrations);
    ASSERT_THAT(store.status(), IsOk());
    ASSERT_THAT(
        storage::WriteAndWait(
            **store,
            [](storage::TableWriter& tables) -> absl::Status {
              const Table projects = FindTable("qi_projects");
              const Table measurements = FindTable("measurements");
              for (const int64_t flag : {int64_t{0}, int64_t{1}}) {
                const std::string id = flag == 1 ? "sample" : "real";
                absl::Status put =
                    tables.Put(projects, "swlstg", RowWith(projects, id, {{"illustrative", flag}}));
                if (!put.ok()) return put;
                put =
                    tables.Put(measurements, "swlstg",
                               RowWith(measurements, "of-" + id,
                                       {{"qi_project", "organisations/swlstg/qiProjects/" + id}}));
                if (!put.ok()) return put;
              }
              return tables.Put(measurements, "slam",
                                RowWith(measurements, "of-none",
                                        {{"qi_project", "organisations/slam/qiProjects/none"}}));
            }),
        IsOk());
  }
  const auto store = storage::OpenSqliteStore({.path = path}, Migrations());
  ASSERT_THAT(store.status(), IsOk());
  const auto tables = (*store)->Read();
  ASSERT_THAT(tables.status(), IsOk());
  records::KindTable kinds;
  AddKinds(kinds);
  const Table& measurements = kinds.FindFact(v1::Measurement::descriptor())->table;
  const auto with = [&](const std::string& organisation, int64_t flag) {
    std::vector<std::string> ids;
    const auto rows = (*tables)->Select(measurements, organisation,
                                        {.where = storage::Predicate::Eq("illustrative", flag)});
    EXPECT_THAT(rows.status(), IsOk());
    for (const Row& row : *rows) ids.push_back(row.id);
    return ids;
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(with("swlstg", 1), Ids{"of-sample"});
  EXPECT_EQ(with("swlstg", 0), Ids{"of-real"});
  EXPECT_EQ(with("slam", 0), Ids{"of-none"});
}

}  // namespace
}  // namespace potential::evidence

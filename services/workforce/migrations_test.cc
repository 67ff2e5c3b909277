#include "services/workforce/migrations.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "potential/indicators/v1/initiative.pb.h"
#include "services/chassis/records/schema_text.h"
#include "services/workforce/kinds.h"
#include "services/workforce/survey_tables.h"

namespace potential::workforce {
namespace {

std::vector<storage::Table> Declared() {
  records::KindTable kinds;
  kinds.AddRecord<indicators::v1::Initiative>();
  AddKinds(kinds);
  std::vector<storage::Table> tables = kinds.Tables();
  for (const storage::Table& table : SurveyTables()) tables.push_back(table);
  return tables;
}

std::vector<storage::Table> Migrated() {
  std::vector<storage::Table> tables;
  for (const storage::Migration& migration : Migrations()) {
    tables.insert(tables.end(), migration.create.begin(), migration.create.end());
  }
  return tables;
}

std::string ByName(std::vector<storage::Table> tables) {
  std::sort(tables.begin(), tables.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return records::FormatTables(tables);
}

// Fails when a contract has changed: then a new migration has to make the tables that are printed.
TEST(MigrationsTest, MakeTheTablesThatTheKindsDeclare) {
  EXPECT_EQ(ByName(Migrated()), ByName(Declared()));
}

TEST(MigrationsTest, KeepAnswersAndTokensInAnonymousTables) {
  for (const char* name : {"survey_tokens", "survey_answers", "survey_texts"}) {
    const std::vector<storage::Table> tables = Migrated();
    const auto table =
        std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return t.name == name; });
    ASSERT_NE(table, tables.end()) << name;
    EXPECT_TRUE(table->anonymous) << name;
  }
}

}  // namespace
}  // namespace potential::workforce

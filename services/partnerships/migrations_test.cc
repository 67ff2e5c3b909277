#include "services/partnerships/migrations.h"

#include <vector>

#include "gtest/gtest.h"
#include "potential/indicators/v1/initiative.pb.h"
#include "services/chassis/records/schema_text.h"
#include "services/partnerships/kinds.h"

namespace potential::partnerships {
namespace {

TEST(MigrationsTest, MakesTheTablesThatTheKindsDeclare) {
  records::KindTable kinds;
  kinds.AddRecord<indicators::v1::Initiative>();
  AddKinds(kinds);
  std::vector<storage::Table> made;
  for (const storage::Migration& migration : Migrations()) {
    made.insert(made.end(), migration.create.begin(), migration.create.end());
  }
  // Tables that are missing from the first are what a further version has to make.
  EXPECT_EQ(records::FormatTables(made), records::FormatTables(kinds.Tables()));
}

}  // namespace
}  // namespace potential::partnerships

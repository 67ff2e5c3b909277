#include "services/partnerships/migrations.h"

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
  // The kinds' text is what to paste while version 1 is not released.
  EXPECT_EQ(records::FormatTables(Migrations()[0].create), records::FormatTables(kinds.Tables()))
      << records::FormatTables(kinds.Tables());
}

}  // namespace
}  // namespace potential::partnerships

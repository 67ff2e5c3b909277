#include "services/occupation/migrations.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "potential/indicators/v1/initiative.pb.h"
#include "services/chassis/records/schema_text.h"
#include "services/chassis/testing/service_fixture.h"
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

}  // namespace
}  // namespace potential::occupation

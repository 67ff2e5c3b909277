#include "services/evidence/migrations.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "potential/indicators/v1/initiative.pb.h"
#include "services/chassis/records/schema_text.h"
#include "services/evidence/episodes.h"
#include "services/evidence/kinds.h"

namespace potential::evidence {
namespace {

TEST(MigrationsTest, MakesTheTablesThatTheServiceDeclares) {
  records::KindTable kinds;
  kinds.AddRecord<indicators::v1::Initiative>();
  AddKinds(kinds);
  std::vector<storage::Table> tables = kinds.Tables();
  tables.push_back(OutcomeEpisodes());
  tables.push_back(UnsettledEpisodes());
  // The declared text is what to paste while version 1 is not released.
  EXPECT_EQ(records::FormatTables(Migrations()[0].create), records::FormatTables(tables))
      << records::FormatTables(tables);
}

}  // namespace
}  // namespace potential::evidence

// The catalogue as a whole: its identifiers, and that the records behind figures can be listed.

#include <string>

#include "potential/partnerships/v1/ambassador_count.pb.h"
#include "services/chassis/testing/temporary_folder.h"
#include "services/partnerships/partnerships_testing.h"

namespace potential::partnerships {
namespace {

using testing::IsOk;

using CatalogueTest = PartnershipsTest;

TEST_F(CatalogueTest, HoldsWhatStrategiesMayName) {
  std::vector<std::string> ids;
  std::vector<std::string> of_people;
  for (const auto& indicator : calls_.Catalogue()) {
    ids.push_back(indicator.id());
    if (indicator.counts_people()) of_people.push_back(indicator.id());
  }
  EXPECT_THAT(ids, ::testing::ElementsAre(
                       "partnerships.ambassadors", "partnerships.coproduction_projects",
                       "partnerships.equipment_protocols_ratified", "partnerships.partners_active",
                       "partnerships.practice_days_held", "partnerships.resources_shared",
                       "partnerships.scopings", "partnerships.teaching_delivered",
                       "partnerships.workshops_held"));
  EXPECT_THAT(of_people, ::testing::ElementsAre("partnerships.ambassadors"));
}

TEST_F(CatalogueTest, ListsTheRecordsBehindEveryFigure) {
  for (const auto& indicator : calls_.Catalogue()) {
    EXPECT_THAT(calls_.ListBehind(indicator, *measures::ParseDay("2026-06-15")), IsOk())
        << indicator.id();
  }
}

TEST(SqliteTest, KeepsRecordsInAFile) {
  const testing::TemporaryFolder folder;
  testing::ServiceFixture fixture(Definition(),
                                  {.sqlite_path = folder.File("partnerships.sqlite")});
  testing::RecordCalls calls(fixture);
  ASSERT_THAT(calls.Create<v1::AmbassadorCount>(
                  "c1", "service_line: 'community' month: '2026-05' count: 7"),
              IsOk());
  EXPECT_EQ(calls.Stock("partnerships.ambassadors", "2026-06-15").value(), 7);
}

}  // namespace
}  // namespace potential::partnerships

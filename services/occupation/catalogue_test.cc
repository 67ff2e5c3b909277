// The catalogue as a whole: its identifiers, and that the records behind figures can be listed.

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "potential/occupation/v1/channel.pb.h"
#include "services/occupation/occupation_testing.h"

namespace potential::occupation {
namespace {

using testing::IsOk;

using CatalogueTest = OccupationTest;

TEST_F(CatalogueTest, HoldsWhatStrategiesMayName) {
  std::vector<std::string> ids;
  for (const auto& indicator : calls_.Catalogue()) ids.push_back(indicator.id());
  EXPECT_THAT(ids, ::testing::ElementsAre(
                       "occupation.apprenticeship_posts_established", "occupation.campaigns_run",
                       "occupation.channels_live", "occupation.channels_measured",
                       "occupation.intervention_minutes", "occupation.interventions",
                       "occupation.interventions_per_wte",
                       "occupation.pathways_published", "occupation.posts_identified",
                       "occupation.posts_protected_or_reviewed", "occupation.reach_visits"));
}

TEST_F(CatalogueTest, ListsTheRecordsBehindEveryFigure) {
  for (const auto& indicator : calls_.Catalogue()) {
    EXPECT_THAT(calls_.ListBehind(indicator, *measures::ParseDay("2026-06-15")), IsOk())
        << indicator.id();
  }
}

class SqliteTest : public ::testing::Test {
 protected:
  SqliteTest() : folder_(::testing::TempDir() + "/occupation_XXXXXX") {
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
  }
  ~SqliteTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string folder_;
};

TEST_F(SqliteTest, KeepsFactsAndRollupsInAFile) {
  testing::ServiceFixture fixture(Definition(), {.sqlite_path = folder_ + "/occupation.sqlite"});
  testing::RecordCalls calls(fixture);
  ASSERT_THAT(calls.Create<v1::Channel>("website", kWebsite), IsOk());
  const std::string intervention =
      "interventions { record_id: 'a' date: '2026-02-03' team_code: 'COM-R1' attended: ATTENDED "
      "duration_minutes: 45 }";
  ASSERT_THAT(calls.Batch("BatchCreateInterventions", intervention), IsOk());
  const std::string reach =
      "reach_measurements { measurement_id: 'a' channel: 'organisations/swlstg/channels/website' "
      "month: '2026-02' visits: 10 }";
  ASSERT_THAT(calls.Batch("BatchCreateReachMeasurements", reach), IsOk());
  const auto february = [&calls](const char* indicator) {
    return calls.Flow(indicator, "2026-02-01", "2026-02-28").value();
  };
  EXPECT_EQ(february("occupation.intervention_minutes"), 45);
  EXPECT_EQ(february("occupation.reach_visits"), 10);
}

}  // namespace
}  // namespace potential::occupation

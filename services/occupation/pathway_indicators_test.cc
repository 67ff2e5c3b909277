#include "absl/strings/str_cat.h"
#include "potential/occupation/v1/referral_pathway.pb.h"
#include "services/occupation/occupation_testing.h"

namespace potential::occupation {
namespace {

using testing::IsOk;
using v1::ReferralPathway;

class PathwayIndicatorsTest : public OccupationTest {
 protected:
  void SetUp() override {
    const auto made = calls_.Create<ReferralPathway>(
        "v1", absl::StrCat(kPathway, "steps { title: 'Triage' } review_date: '2026-05-31' ",
                           "published_link: 'https://www.example.org/refer'"));
    ASSERT_THAT(made, IsOk());
    ASSERT_THAT(calls_.Do<ReferralPathway>("PublishReferralPathway", "v1", "date: '2026-02-01'"),
                IsOk());
  }
  double Published(const std::string& day, const std::string& more = "") {
    return calls_.Stock("occupation.pathways_published", day, more).value();
  }
};

TEST_F(PathwayIndicatorsTest, CountsAPathwayFromPublicationToItsReviewDate) {
  EXPECT_EQ(Published("2026-01-31"), 0);
  EXPECT_EQ(Published("2026-02-01"), 1);
  EXPECT_EQ(Published("2026-05-31"), 1);
  EXPECT_EQ(Published("2026-06-01"), 0);
  EXPECT_EQ(Published("2026-02-01", "where { key: 'ot_service' value: 'community-recovery' }"), 1);
  EXPECT_EQ(Published("2026-02-01", "where { key: 'service_line' value: 'community' }"), 1);
  EXPECT_EQ(Published("2026-02-01", "where { key: 'ot_service' value: 'acute-wards' }"), 0);
}

TEST_F(PathwayIndicatorsTest, CountsOneVersionOnTheDayOfItsReplacement) {
  ASSERT_THAT(
      calls_.Do<ReferralPathway>("ReviseReferralPathway", "v1", "referral_pathway_id: 'v2'"),
      IsOk());
  ASSERT_THAT(calls_.Update<ReferralPathway>("v2", "review_date: '2027-01-31'", {"review_date"}),
              IsOk());
  ASSERT_THAT(calls_.Do<ReferralPathway>("PublishReferralPathway", "v2", "date: '2026-04-10'"),
              IsOk());
  EXPECT_EQ(Published("2026-04-09"), 1);
  EXPECT_EQ(Published("2026-04-10"), 1);
  EXPECT_EQ(Published("2026-06-15"), 1);
}

}  // namespace
}  // namespace potential::occupation

#include "potential/partnerships/v1/ambassador_count.pb.h"
#include "potential/partnerships/v1/partner_scoping.pb.h"
#include "services/partnerships/partnerships_testing.h"

namespace potential::partnerships {
namespace {

using testing::IsOk;
using v1::AmbassadorCount;
using v1::Partner;
using v1::PartnerScoping;

class PartnerIndicatorsTest : public PartnershipsTest {
 protected:
  double Active(const std::string& day, const std::string& more = "") {
    return calls_.Stock("partnerships.partners_active", day, more).value();
  }
  double Scopings(const std::string& day, const std::string& state = "") {
    return calls_
        .Stock("partnerships.scopings", day,
               state.empty() ? "" : absl::StrCat("where { key: 'state' value: '", state, "' }"))
        .value();
  }
  void Count(const std::string& id, const std::string& line, const std::string& month, int count) {
    ASSERT_THAT(
        calls_.Create<AmbassadorCount>(
            id, absl::StrCat("service_line: '", line, "' month: '", month, "' count: ", count)),
        IsOk());
  }
  double Ambassadors(const std::string& day, const std::string& more = "") {
    return calls_.Stock("partnerships.ambassadors", day, more).value();
  }
};

TEST_F(PartnerIndicatorsTest, CountsAPartnerFromItsRecordToTheDayBeforeItEnds) {
  EXPECT_EQ(Active("2026-06-14"), 0);
  EXPECT_EQ(Active("2026-06-15"), 3);
  EXPECT_EQ(Active("2026-06-15", "where { key: 'kind' value: 'UNIVERSITY' }"), 1);
  fixture_.clock().SetDay("2026-06-20");
  ASSERT_THAT(calls_.Do<Partner>("EndPartner", "school", "date: '2026-06-18'"), IsOk());
  EXPECT_EQ(Active("2026-06-17"), 3);
  EXPECT_EQ(Active("2026-06-18"), 2);
}

TEST_F(PartnerIndicatorsTest, CountsAPartnerFromTheEarlierStartOfItsAgreement) {
  const std::string text = "title: 'T' kind: UNIVERSITY agreement_start_date: ";
  ASSERT_THAT(calls_.Create<Partner>("early", text + "'2026-01-10'"), IsOk());
  ASSERT_THAT(calls_.Create<Partner>("late", text + "'2026-12-10'"), IsOk());
  EXPECT_EQ(Active("2026-01-09"), 0);
  EXPECT_EQ(Active("2026-01-10"), 1);
  EXPECT_EQ(Active("2026-06-15"), 5);
}

TEST_F(PartnerIndicatorsTest, TakesTheDayOfARecordInLondon) {
  // 00:30 on 1 July in London.
  fixture_.clock().Set(absl::FromUnixSeconds(1'782'862'200));
  MakePartner("late", "OTHER_KIND");
  const std::string other = "where { key: 'kind' value: 'OTHER_KIND' }";
  EXPECT_EQ(Active("2026-06-30", other), 0);
  EXPECT_EQ(Active("2026-07-01", other), 1);
}

TEST_F(PartnerIndicatorsTest, CountsAScopingInTheStateThatItHadOnTheDay) {
  ASSERT_THAT(
      calls_.Create<PartnerScoping>("s1", absl::StrCat(kScoping, "scoped_date: '2026-01-10'")),
      IsOk());
  ASSERT_THAT(calls_.Do<PartnerScoping>("ContactPartnerScoping", "s1", "date: '2026-02-10'"),
              IsOk());
  ASSERT_THAT(calls_.Do<PartnerScoping>("ActivatePartnerScoping", "s1", "date: '2026-02-10'"),
              IsOk());
  ASSERT_THAT(calls_.Do<PartnerScoping>("EndPartnerScoping", "s1", "date: '2026-04-10'"), IsOk());
  EXPECT_EQ(Scopings("2026-01-09"), 0);
  EXPECT_EQ(Scopings("2026-01-10"), 1);
  EXPECT_EQ(Scopings("2026-01-10", "SCOPED"), 1);
  EXPECT_EQ(Scopings("2026-02-09", "SCOPED"), 1);
  EXPECT_EQ(Scopings("2026-02-10", "SCOPED"), 0);
  EXPECT_EQ(Scopings("2026-02-10", "CONTACTED"), 0);
  EXPECT_EQ(Scopings("2026-02-10", "ACTIVE"), 1);
  EXPECT_EQ(Scopings("2026-04-09", "ACTIVE"), 1);
  EXPECT_EQ(Scopings("2026-04-10", "ENDED"), 1);
  EXPECT_EQ(Scopings("2026-06-15"), 1);
}

TEST_F(PartnerIndicatorsTest, AddsUpTheLatestCountOfEachLine) {
  Count("c1", "community", "2026-02", 3);
  Count("c2", "community", "2026-04", 5);
  Count("c3", "acute-urgent-care", "2026-03", 2);
  EXPECT_EQ(Ambassadors("2026-01-31"), 0);
  EXPECT_EQ(Ambassadors("2026-02-01"), 3);
  EXPECT_EQ(Ambassadors("2026-03-31"), 5);
  EXPECT_EQ(Ambassadors("2026-04-01"), 7);
  EXPECT_EQ(Ambassadors("2026-06-15"), 7);
  EXPECT_EQ(Ambassadors("2026-06-15", "where { key: 'service_line' value: 'community' }"), 5);
}

TEST_F(PartnerIndicatorsTest, LeavesOutADeletedCount) {
  Count("c1", "community", "2026-02", 3);
  Count("c2", "community", "2026-04", 5);
  ASSERT_THAT(calls_.Delete<AmbassadorCount>("c2"), IsOk());
  EXPECT_EQ(Ambassadors("2026-06-15"), 3);
}

}  // namespace
}  // namespace potential::partnerships

#include "potential/partnerships/v1/equipment_protocol.pb.h"
#include "services/partnerships/partnerships_testing.h"

namespace potential::partnerships {
namespace {

using testing::IsOk;
using v1::EquipmentProtocol;

class EquipmentIndicatorsTest : public PartnershipsTest {
 protected:
  void Ratify(const std::string& id, const std::string& day) {
    ASSERT_THAT(calls_.Do<EquipmentProtocol>("RatifyEquipmentProtocol", id, "date: '" + day + "'"),
                IsOk());
  }
  void MakeInForce(const std::string& review_date) {
    ASSERT_THAT(calls_.Create<EquipmentProtocol>(
                    "v1", absl::StrCat(kProtocol, "review_date: '", review_date, "'")),
                IsOk());
    Ratify("v1", "2026-02-01");
  }
  double Ratified(const std::string& day, const std::string& more = "") {
    return calls_.Stock("partnerships.equipment_protocols_ratified", day, more).value();
  }
};

TEST_F(EquipmentIndicatorsTest, CountsAProtocolFromRatificationToItsReviewDate) {
  MakeInForce("2026-05-31");
  EXPECT_EQ(Ratified("2026-01-31"), 0);
  EXPECT_EQ(Ratified("2026-02-01"), 1);
  EXPECT_EQ(Ratified("2026-05-31"), 1);
  EXPECT_EQ(Ratified("2026-06-01"), 0);
  EXPECT_EQ(Ratified("2026-02-01", "where { key: 'borough' value: 'merton' }"), 1);
  EXPECT_EQ(Ratified("2026-02-01", "where { key: 'borough' value: 'sutton' }"), 0);
}

TEST_F(EquipmentIndicatorsTest, CountsAProtocolToTheDayBeforeItIsCalledForReview) {
  MakeInForce("2027-05-31");
  ASSERT_THAT(calls_.Do<EquipmentProtocol>("MarkEquipmentProtocolReviewDue", "v1"), IsOk());
  EXPECT_EQ(Ratified("2026-06-14"), 1);
  EXPECT_EQ(Ratified("2026-06-15"), 0);
}

TEST_F(EquipmentIndicatorsTest, CountsOneVersionOnTheDayOfItsReplacement) {
  MakeInForce("2027-05-31");
  ASSERT_THAT(
      calls_.Do<EquipmentProtocol>("ReviseEquipmentProtocol", "v1", "equipment_protocol_id: 'v2'"),
      IsOk());
  ASSERT_THAT(calls_.Update<EquipmentProtocol>("v2", "review_date: '2028-01-31'", {"review_date"}),
              IsOk());
  Ratify("v2", "2026-04-10");
  EXPECT_EQ(Ratified("2026-04-09"), 1);
  EXPECT_EQ(Ratified("2026-04-10"), 1);
  EXPECT_EQ(Ratified("2026-06-15"), 1);
}

}  // namespace
}  // namespace potential::partnerships

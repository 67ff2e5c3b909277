// Equipment protocols: versions, ratification, call for review and revision.

#include "potential/partnerships/v1/equipment_protocol.pb.h"
#include "services/partnerships/partnerships_testing.h"

namespace potential::partnerships {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::Violates;
using v1::EquipmentProtocol;

class EquipmentProtocolTest : public PartnershipsTest {
 protected:
  absl::StatusOr<EquipmentProtocol> Create(const std::string& more = "review_date: '2027-01-31'") {
    return calls_.Create<EquipmentProtocol>("v1", absl::StrCat(kProtocol, more));
  }
  absl::StatusOr<EquipmentProtocol> Ratify(const std::string& id, const std::string& more = "") {
    return calls_.Do<EquipmentProtocol>("RatifyEquipmentProtocol", id, more);
  }
  absl::StatusOr<EquipmentProtocol> MarkReviewDue(const std::string& id) {
    return calls_.Do<EquipmentProtocol>("MarkEquipmentProtocolReviewDue", id);
  }
  absl::StatusOr<EquipmentProtocol> Revise(const std::string& id, const std::string& more = "") {
    return calls_.Do<EquipmentProtocol>("ReviseEquipmentProtocol", id, more);
  }
  // Makes v2 of v1, ready to be ratified.
  void MakeSecond() {
    ASSERT_THAT(Revise("v1", "equipment_protocol_id: 'v2'"), IsOk());
    ASSERT_THAT(
        calls_.Update<EquipmentProtocol>("v2", "review_date: '2027-06-30'", {"review_date"}),
        IsOk());
  }
};

TEST_F(EquipmentProtocolTest, StartsAsFirstVersion) {
  const auto made = Create("version: 3");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->version(), 1);
  EXPECT_EQ(made->state(), EquipmentProtocol::DRAFT);
}

TEST_F(EquipmentProtocolTest, IsAgreedWithSocialCare) {
  EXPECT_THAT(Create("partner: 'organisations/swlstg/partners/school'"),
              Violates("equipment_protocol.partner"));
  EXPECT_THAT(Create("partner: 'organisations/swlstg/partners/council'"), IsOk());
}

TEST_F(EquipmentProtocolTest, IsRatifiedOnlyWithALaterReviewDate) {
  ASSERT_THAT(Create(""), IsOk());
  EXPECT_THAT(Ratify("v1"), Refuses("REVIEW_DATE_MISSING"));
  ASSERT_THAT(calls_.Update<EquipmentProtocol>("v1", "review_date: '2026-06-15'", {"review_date"}),
              IsOk());
  EXPECT_THAT(Ratify("v1"), Refuses("REVIEW_DATE_PASSED"));
  const auto ratified = Ratify("v1", "date: '2026-06-14'");
  ASSERT_THAT(ratified, IsOk());
  EXPECT_EQ(ratified->state(), EquipmentProtocol::RATIFIED);
  EXPECT_EQ(ratified->ratified_date(), "2026-06-14");
  EXPECT_THAT(Ratify("v1"), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(EquipmentProtocolTest, IsCalledForReviewOnceInForce) {
  ASSERT_THAT(Create(), IsOk());
  EXPECT_THAT(MarkReviewDue("v1"), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(Ratify("v1"), IsOk());
  const auto due = MarkReviewDue("v1");
  ASSERT_THAT(due, IsOk());
  EXPECT_EQ(due->state(), EquipmentProtocol::REVIEW_DUE);
  EXPECT_EQ(due->review_due_date(), "2026-06-15");
  EXPECT_THAT(MarkReviewDue("v1"), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(EquipmentProtocolTest, IsRevisedWhenInForceAndStaysAsItIs) {
  ASSERT_THAT(Create(), IsOk());
  EXPECT_THAT(Revise("v1"), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(Ratify("v1"), IsOk());
  ASSERT_THAT(MarkReviewDue("v1"), IsOk());
  const auto next = Revise("v1", "equipment_protocol_id: 'v2'");
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->name(), calls_.Name<EquipmentProtocol>("v2"));
  EXPECT_EQ(next->state(), EquipmentProtocol::DRAFT);
  EXPECT_EQ(next->version(), 2);
  EXPECT_EQ(next->supersedes(), calls_.Name<EquipmentProtocol>("v1"));
  EXPECT_EQ(next->borough(), "merton");
  EXPECT_EQ(next->review_date(), "");
  EXPECT_EQ(next->ratified_date(), "");
  EXPECT_EQ(next->review_due_date(), "");
  EXPECT_EQ(calls_.Get<EquipmentProtocol>("v1")->state(), EquipmentProtocol::REVIEW_DUE);
  EXPECT_THAT(Revise("v1"), Refuses("LATER_VERSION_EXISTS"));
}

TEST_F(EquipmentProtocolTest, IsSupersededFromRatifiedByTheNextVersion) {
  ASSERT_THAT(Create(), IsOk());
  ASSERT_THAT(Ratify("v1", "date: '2026-02-01'"), IsOk());
  MakeSecond();
  EXPECT_THAT(Ratify("v2", "date: '2026-01-31'"), Violates("date"));
  ASSERT_THAT(Ratify("v2", "date: '2026-06-01'"), IsOk());
  const auto earlier = calls_.Get<EquipmentProtocol>("v1");
  EXPECT_EQ(earlier->state(), EquipmentProtocol::SUPERSEDED);
  EXPECT_EQ(earlier->superseded_date(), "2026-06-01");
  EXPECT_THAT(Revise("v1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(MarkReviewDue("v1"), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(EquipmentProtocolTest, IsSupersededFromReviewDueByTheNextVersion) {
  ASSERT_THAT(Create(), IsOk());
  ASSERT_THAT(Ratify("v1", "date: '2026-02-01'"), IsOk());
  ASSERT_THAT(MarkReviewDue("v1"), IsOk());
  MakeSecond();
  ASSERT_THAT(Ratify("v2"), IsOk());
  EXPECT_EQ(calls_.Get<EquipmentProtocol>("v1")->state(), EquipmentProtocol::SUPERSEDED);
}

}  // namespace
}  // namespace potential::partnerships

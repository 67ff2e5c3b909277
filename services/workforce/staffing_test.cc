// Staff movements, establishment snapshots and counts of staff trained: rules.

#include "absl/strings/str_replace.h"
#include "potential/workforce/v1/establishment_snapshot.pb.h"
#include "potential/workforce/v1/staff_movement.pb.h"
#include "potential/workforce/v1/staff_training.pb.h"
#include "services/workforce/workforce_fixture.h"

namespace potential::workforce {
namespace {

using testing::IsOk;
using testing::StatusIs;
using testing::Violates;
using v1::EstablishmentSnapshot;
using v1::StaffMovement;
using v1::StaffTraining;

constexpr char kMovement[] = "service_line: 'community' month: '2026-05' band: 6 count: 1 ";
constexpr char kSnapshot[] =
    "service_line: 'community' month: '2026-05' band: 6 funded_wte: 10 in_post_wte: 8.5 "
    "staff_in_post: 9 ";
constexpr char kTraining[] =
    "service_line: 'community' month: '2026-05' topic: QUALITY_IMPROVEMENT staff_trained: 7 ";

TEST(StaffingTest, IsNotOfAMonthAfterTheCurrentOne) {
  WorkforceFixture fixture;
  const std::string snapshot = absl::StrCat(kSnapshot, "staff_in_post_12_months: 9");
  const auto later = [](const std::string& fields) {
    return absl::StrReplaceAll(fields, {{"2026-05", "2026-07"}});
  };
  const auto now = [](const std::string& fields) {
    return absl::StrReplaceAll(fields, {{"2026-05", "2026-06"}});
  };
  EXPECT_THAT(fixture.Create<StaffMovement>("one", later(kMovement) + "kind: STARTER"),
              Violates("staff_movement.month"));
  EXPECT_THAT(fixture.Create<EstablishmentSnapshot>("one", later(snapshot)),
              Violates("establishment_snapshot.month"));
  EXPECT_THAT(fixture.Create<StaffTraining>("one", later(kTraining)),
              Violates("staff_training.month"));
  EXPECT_THAT(fixture.Create<StaffMovement>("one", now(kMovement) + "kind: STARTER"), IsOk());
  EXPECT_THAT(fixture.Create<EstablishmentSnapshot>("one", now(snapshot)), IsOk());
  EXPECT_THAT(fixture.Create<StaffTraining>("one", now(kTraining)), IsOk());
}

TEST(StaffMovementTest, HasAReasonIfItIsOfLeavers) {
  WorkforceFixture fixture;
  EXPECT_THAT(fixture.Create<StaffMovement>("one", absl::StrCat(kMovement, "kind: LEAVER")),
              Violates("staff_movement.leaver_reason"));
  EXPECT_THAT(fixture.Create<StaffMovement>(
                  "one", absl::StrCat(kMovement, "kind: STARTER leaver_reason: RETIREMENT")),
              Violates("staff_movement.leaver_reason"));
  EXPECT_THAT(fixture.Create<StaffMovement>(
                  "one", absl::StrCat(kMovement, "kind: LEAVER leaver_reason: RETIREMENT")),
              IsOk());
}

TEST(StaffMovementTest, SaysWhereToIfItIsAnInternalMove) {
  WorkforceFixture fixture;
  EXPECT_THAT(
      fixture.Create<StaffMovement>(
          "one", absl::StrCat(kMovement, "kind: STARTER to_service_line: 'acute-urgent-care'")),
      Violates("staff_movement.to_service_line"));
  EXPECT_THAT(
      fixture.Create<StaffMovement>("one", absl::StrCat(kMovement, "kind: STARTER to_band: 7")),
      Violates("staff_movement.to_band"));
  EXPECT_THAT(
      fixture.Create<StaffMovement>("one", absl::StrCat(kMovement,
                                                        "kind: INTERNAL_MOVE to_band: 7 "
                                                        "to_service_line: 'acute-urgent-care'")),
      IsOk());
}

TEST(EstablishmentSnapshotTest, HasNoMoreOldStaffThanStaff) {
  WorkforceFixture fixture;
  EXPECT_THAT(fixture.Create<EstablishmentSnapshot>(
                  "may", absl::StrCat(kSnapshot, "staff_in_post_12_months: 10")),
              Violates("establishment_snapshot.staff_in_post_12_months"));
  EXPECT_THAT(fixture.Create<EstablishmentSnapshot>(
                  "may", absl::StrCat(kSnapshot, "staff_in_post_12_months: 9")),
              IsOk());
}

TEST(EstablishmentSnapshotTest, IsOneForEachMonthLineAndBand) {
  WorkforceFixture fixture;
  const std::string may = absl::StrCat(kSnapshot, "staff_in_post_12_months: 9");
  ASSERT_THAT(fixture.Create<EstablishmentSnapshot>("may", may), IsOk());
  const auto again = fixture.Create<EstablishmentSnapshot>("again", may);
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kAlreadyExists,
                              ::testing::HasSubstr("establishmentSnapshots/may")));
  ASSERT_THAT(fixture.Update<EstablishmentSnapshot>("may", "band: 7"), IsOk());
  ASSERT_THAT(fixture.Create<EstablishmentSnapshot>("again", may), IsOk());
  EXPECT_THAT(fixture.Update<EstablishmentSnapshot>("may", "band: 6"),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST(StaffTrainingTest, TrainsNoMoreThanAreEligible) {
  WorkforceFixture fixture;
  EXPECT_THAT(fixture.Create<StaffTraining>("may", absl::StrCat(kTraining, "staff_eligible: 6")),
              Violates("staff_training.staff_eligible"));
  EXPECT_THAT(fixture.Create<StaffTraining>("may", absl::StrCat(kTraining, "staff_eligible: 7")),
              IsOk());
}

TEST(StaffTrainingTest, IsOneForEachMonthLineAndTopic) {
  WorkforceFixture fixture;
  ASSERT_THAT(fixture.Create<StaffTraining>("may", kTraining), IsOk());
  EXPECT_THAT(fixture.Create<StaffTraining>("again", kTraining),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(fixture.Update<StaffTraining>("may", "topic: CPD"), IsOk());
  EXPECT_THAT(fixture.Create<StaffTraining>("again", kTraining), IsOk());
}

}  // namespace
}  // namespace potential::workforce

// Apprenticeships, the infrastructure checklist and delivered capacity: steps and rules.

#include "potential/workforce/v1/apprenticeship.pb.h"
#include "potential/workforce/v1/delivered_capacity.pb.h"
#include "potential/workforce/v1/infrastructure_item.pb.h"
#include "services/workforce/apprenticeship_steps.h"
#include "services/workforce/transitions.h"

namespace potential::workforce {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::StatusIs;
using testing::Violates;
using v1::Apprenticeship;
using v1::DeliveredCapacity;
using v1::InfrastructureItem;

constexpr char kApprenticeship[] =
    "service_line: 'community' title: 'Apprentice' level: NVQ_3 provider: 'College' "
    "ward_or_team: 'Rose ward' start_date: '2026-01-05' planned_end_date: '2027-01-04' ";
constexpr char kStop[] = "reason: UNSUITABLE_MATCH reason_text: 'Recruit with a trial day.' ";

class ApprenticeshipTest : public ::testing::Test {
 protected:
  void Start(const std::string& id) {
    ASSERT_THAT(fixture_.Create<Apprenticeship>(id, kApprenticeship), IsOk());
    ASSERT_THAT(fixture_.Step<Apprenticeship>("StartApprenticeship", id), IsOk());
  }
  absl::StatusOr<Apprenticeship> Pause(const std::string& id, const std::string& day) {
    return fixture_.Step<Apprenticeship>("PauseApprenticeship", id,
                                         absl::StrCat("paused_date: '", day, "'"));
  }
  absl::StatusOr<Apprenticeship> Resume(const std::string& id, const std::string& day) {
    return fixture_.Step<Apprenticeship>("ResumeApprenticeship", id,
                                         absl::StrCat("resumed_date: '", day, "'"));
  }

  WorkforceFixture fixture_;
};

TEST_F(ApprenticeshipTest, MovesAlongItsArrowsOnly) {
  const Path live = {{"StartApprenticeship", ""}};
  const auto after_live = [&live](const std::string& step, const std::string& fields) {
    Path path = live;
    path.emplace_back(step, fields);
    return path;
  };
  const std::string destination = "destination: OT_SUPPORT_POST";
  ExpectArrows<Apprenticeship>(
      fixture_, [](int) { return kApprenticeship; },
      {{"WAITING", {}},
       {"LIVE", live},
       {"PAUSED", after_live("PauseApprenticeship", "")},
       {"STOPPED", after_live("StopApprenticeship", kStop)},
       {"COMPLETED", after_live("CompleteApprenticeship", "")}},
      {{"StartApprenticeship", "", {{"WAITING", "LIVE"}}},
       {"PauseApprenticeship", "", {{"LIVE", "PAUSED"}}},
       {"ResumeApprenticeship", "", {{"PAUSED", "LIVE"}}},
       {"StopApprenticeship",
        kStop,
        {{"WAITING", "STOPPED"}, {"LIVE", "STOPPED"}, {"PAUSED", "STOPPED"}}},
       {"CompleteApprenticeship", "", {{"LIVE", "COMPLETED"}}},
       {"RecordApprenticeshipDestination",
        destination,
        {{"STOPPED", "STOPPED"}, {"COMPLETED", "COMPLETED"}}}});
}

TEST_F(ApprenticeshipTest, StartsOnTheDayGivenOrPlannedOrToday) {
  ASSERT_THAT(fixture_.Create<Apprenticeship>("planned", kApprenticeship), IsOk());
  EXPECT_EQ(fixture_.Step<Apprenticeship>("StartApprenticeship", "planned")->start_date(),
            "2026-01-05");
  ASSERT_THAT(fixture_.Create<Apprenticeship>("given", kApprenticeship), IsOk());
  EXPECT_EQ(
      fixture_.Step<Apprenticeship>("StartApprenticeship", "given", "start_date: '2026-02-01'")
          ->start_date(),
      "2026-02-01");
  ASSERT_THAT(fixture_.Create<Apprenticeship>(
                  "neither",
                  "service_line: 'community' title: 'A' level: NVQ_2 provider: 'C' "
                  "ward_or_team: 'W'"),
              IsOk());
  EXPECT_EQ(fixture_.Step<Apprenticeship>("StartApprenticeship", "neither")->start_date(),
            "2026-06-15");
}

TEST_F(ApprenticeshipTest, StartsNeitherInTheFutureNorAfterItsPlannedEnd) {
  ASSERT_THAT(fixture_.Create<Apprenticeship>("one", kApprenticeship), IsOk());
  EXPECT_THAT(
      fixture_.Step<Apprenticeship>("StartApprenticeship", "one", "start_date: '2026-06-16'"),
      Violates("start_date"));
  ASSERT_THAT(fixture_.Update<Apprenticeship>("one", "planned_end_date: '2026-03-01'"), IsOk());
  EXPECT_THAT(
      fixture_.Step<Apprenticeship>("StartApprenticeship", "one", "start_date: '2026-03-02'"),
      Violates("start_date"));
}

TEST_F(ApprenticeshipTest, KeepsThePlannedEndOnOrAfterTheStart) {
  ASSERT_THAT(fixture_.Create<Apprenticeship>("one", kApprenticeship), IsOk());
  EXPECT_THAT(fixture_.Update<Apprenticeship>("one", "planned_end_date: '2026-01-04'"),
              Violates("apprenticeship.planned_end_date"));
  EXPECT_THAT(fixture_.Update<Apprenticeship>("one", "planned_end_date: '2026-01-05'"), IsOk());
}

TEST_F(ApprenticeshipTest, KeepsItsFirstDayOnceItHasBegun) {
  Start("one");
  ASSERT_THAT(Pause("one", "2026-03-01"), IsOk());
  EXPECT_THAT(fixture_.Update<Apprenticeship>("one", "start_date: '2026-06-16'"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(fixture_.Update<Apprenticeship>("one", "start_date: '2026-03-02'"),
              Violates("apprenticeship.start_date"));
  EXPECT_THAT(fixture_.Update<Apprenticeship>("one", "", "update_mask { paths: 'start_date' }"),
              Violates("apprenticeship.start_date"));
  EXPECT_THAT(fixture_.Update<Apprenticeship>("one", "start_date: '2026-03-01'"), IsOk());
}

TEST_F(ApprenticeshipTest, KeepsItsBreaksInOrder) {
  Start("one");
  EXPECT_THAT(Pause("one", "2026-01-04"), Violates("paused_date"));
  EXPECT_THAT(Pause("one", "2026-06-16"), Violates("paused_date"));
  ASSERT_THAT(Pause("one", "2026-02-01"), IsOk());
  EXPECT_THAT(Resume("one", "2026-01-31"), Violates("resumed_date"));
  ASSERT_THAT(Resume("one", "2026-03-01"), IsOk());
  EXPECT_THAT(Pause("one", "2026-02-28"), Violates("paused_date"));
  ASSERT_THAT(Pause("one", "2026-03-01"), IsOk());
  const auto record = fixture_.Get<Apprenticeship>("one");
  ASSERT_EQ(record->pauses_size(), 2);
  EXPECT_EQ(record->pauses(0).start_date(), "2026-02-01");
  EXPECT_EQ(record->pauses(0).end_date(), "2026-03-01");
  EXPECT_EQ(record->pauses(1).end_date(), "");
}

TEST_F(ApprenticeshipTest, MovesItsPlannedEndWithABreak) {
  Start("one");
  ASSERT_THAT(Pause("one", "2026-02-01"), IsOk());
  EXPECT_THAT(fixture_.Step<Apprenticeship>("ResumeApprenticeship", "one",
                                            "planned_end_date: '2026-01-01'"),
              Violates("planned_end_date"));
  EXPECT_EQ(
      fixture_
          .Step<Apprenticeship>("ResumeApprenticeship", "one", "planned_end_date: '2027-03-04'")
          ->planned_end_date(),
      "2027-03-04");
}

TEST_F(ApprenticeshipTest, HasTwentyBreaksAndNoMore) {
  Start("one");
  for (int i = 0; i < kMaxPauses; ++i) {
    ASSERT_THAT(Pause("one", "2026-06-15"), IsOk());
    ASSERT_THAT(Resume("one", "2026-06-15"), IsOk());
  }
  EXPECT_THAT(Pause("one", "2026-06-15"), Refuses("TOO_MANY_BREAKS"));
}

TEST_F(ApprenticeshipTest, StopsWithAReasonAndWords) {
  Start("one");
  EXPECT_THAT(fixture_.Step<Apprenticeship>("StopApprenticeship", "one", "reason_text: 'Why'"),
              Violates("reason"));
  EXPECT_THAT(fixture_.Step<Apprenticeship>("StopApprenticeship", "one", "reason: FUNDING_ENDED"),
              Violates("reason_text"));
  EXPECT_THAT(fixture_.Step<Apprenticeship>("StopApprenticeship", "one",
                                            absl::StrCat(kStop, "end_date: '2026-01-04'")),
              Violates("end_date"));
  const auto stopped = fixture_.Step<Apprenticeship>("StopApprenticeship", "one",
                                                     absl::StrCat(kStop, "end_date: '2026-05-01'"));
  ASSERT_THAT(stopped, IsOk());
  EXPECT_EQ(stopped->actual_end_date(), "2026-05-01");
  EXPECT_EQ(stopped->stop_reason(), Apprenticeship::UNSUITABLE_MATCH);
  EXPECT_EQ(stopped->stop_reason_text(), "Recruit with a trial day.");
}

TEST_F(ApprenticeshipTest, EndsABreakWhenItStops) {
  Start("one");
  ASSERT_THAT(Pause("one", "2026-04-01"), IsOk());
  EXPECT_THAT(fixture_.Step<Apprenticeship>("StopApprenticeship", "one",
                                            absl::StrCat(kStop, "end_date: '2026-03-31'")),
              Violates("end_date"));
  const auto stopped = fixture_.Step<Apprenticeship>("StopApprenticeship", "one",
                                                     absl::StrCat(kStop, "end_date: '2026-05-01'"));
  ASSERT_THAT(stopped, IsOk());
  EXPECT_EQ(stopped->pauses(0).end_date(), "2026-05-01");
}

TEST_F(ApprenticeshipTest, HasNoFirstDayIfItStopsBeforeItBegan) {
  ASSERT_THAT(fixture_.Create<Apprenticeship>("one", kApprenticeship), IsOk());
  const auto stopped = fixture_.Step<Apprenticeship>("StopApprenticeship", "one",
                                                     absl::StrCat(kStop, "end_date: '2025-12-01'"));
  ASSERT_THAT(stopped, IsOk());
  EXPECT_EQ(stopped->start_date(), "");
}

TEST_F(ApprenticeshipTest, IsNotCompletedInsideABreakThatItHad) {
  Start("one");
  ASSERT_THAT(Pause("one", "2026-04-01"), IsOk());
  ASSERT_THAT(Resume("one", "2026-05-01"), IsOk());
  EXPECT_THAT(
      fixture_.Step<Apprenticeship>("CompleteApprenticeship", "one", "end_date: '2026-04-30'"),
      Violates("end_date"));
  const auto completed = fixture_.Step<Apprenticeship>(
      "CompleteApprenticeship", "one",
      "end_date: '2026-06-01' destination: OT_DEGREE next_role: 'Student'");
  ASSERT_THAT(completed, IsOk());
  EXPECT_EQ(completed->actual_end_date(), "2026-06-01");
  EXPECT_EQ(completed->destination(), Apprenticeship::OT_DEGREE);
}

TEST_F(ApprenticeshipTest, RecordsWhereTheApprenticeWentLaterOn) {
  Start("one");
  ASSERT_THAT(fixture_.Step<Apprenticeship>("CompleteApprenticeship", "one", "next_role: 'TI'"),
              IsOk());
  EXPECT_THAT(fixture_.Update<Apprenticeship>("one", "notes: 'x'"), Refuses("RECORD_LOCKED"));
  EXPECT_THAT(fixture_.Step<Apprenticeship>("RecordApprenticeshipDestination", "one"),
              Violates("destination"));
  const auto recorded = fixture_.Step<Apprenticeship>("RecordApprenticeshipDestination", "one",
                                                      "destination: OT_SUPPORT_POST");
  ASSERT_THAT(recorded, IsOk());
  EXPECT_EQ(recorded->destination(), Apprenticeship::OT_SUPPORT_POST);
  EXPECT_EQ(recorded->next_role(), "");
}

using InfrastructureItemTest = ApprenticeshipTest;

TEST_F(InfrastructureItemTest, MovesAlongItsArrowsOnly) {
  ExpectArrows<InfrastructureItem>(fixture_, [](int) { return "title: 'Agreement'"; },
                                   {{"TO_DO", {}}, {"DONE", {{"CompleteInfrastructureItem", ""}}}},
                                   {{"CompleteInfrastructureItem", "", {{"TO_DO", "DONE"}}},
                                    {"ReopenInfrastructureItem", "", {{"DONE", "TO_DO"}}}});
}

TEST_F(InfrastructureItemTest, HasItsDayWhileItIsDone) {
  ASSERT_THAT(fixture_.Create<InfrastructureItem>("agreement", "title: 'Agreement'"), IsOk());
  EXPECT_THAT(fixture_.Step<InfrastructureItem>("CompleteInfrastructureItem", "agreement",
                                                "done_date: '2026-06-16'"),
              Violates("done_date"));
  EXPECT_EQ(fixture_
                .Step<InfrastructureItem>("CompleteInfrastructureItem", "agreement",
                                          "done_date: '2026-06-01'")
                ->done_date(),
            "2026-06-01");
  EXPECT_EQ(fixture_.Step<InfrastructureItem>("ReopenInfrastructureItem", "agreement")->done_date(),
            "");
}

using DeliveredCapacityTest = ApprenticeshipTest;

TEST_F(DeliveredCapacityTest, IsNotOfAMonthAfterTheCurrentOne) {
  EXPECT_THAT(fixture_.Create<DeliveredCapacity>(
                  "july",
                  "service_line: 'community' month: '2026-07' ward_type: ACUTE "
                  "sessions_delivered: 9 qualified_minutes_released: 60"),
              Violates("delivered_capacity.month"));
}

TEST_F(DeliveredCapacityTest, IsOneForEachMonthLineKindOfWardAndWard) {
  const std::string may =
      "service_line: 'community' month: '2026-05' ward_type: ACUTE sessions_delivered: 9 "
      "qualified_minutes_released: 60 ";
  ASSERT_THAT(fixture_.Create<DeliveredCapacity>("may", absl::StrCat(may, "ward: 'Rose'")), IsOk());
  EXPECT_THAT(fixture_.Create<DeliveredCapacity>("again", absl::StrCat(may, "ward: 'Rose'")),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(fixture_.Create<DeliveredCapacity>("lily", absl::StrCat(may, "ward: 'Lily'")),
              IsOk());
  EXPECT_THAT(fixture_.Update<DeliveredCapacity>("lily", "ward: 'Rose'"),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(fixture_.Update<DeliveredCapacity>("may", "sessions_delivered: 10"), IsOk());
  ASSERT_THAT(fixture_.Delete<DeliveredCapacity>("may"), IsOk());
  EXPECT_THAT(fixture_.Create<DeliveredCapacity>("again", absl::StrCat(may, "ward: 'Rose'")),
              IsOk());
}

}  // namespace
}  // namespace potential::workforce

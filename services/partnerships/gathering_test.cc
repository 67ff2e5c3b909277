// Practice days and skills workshops: rules and named transitions.

#include "potential/partnerships/v1/practice_day.pb.h"
#include "potential/partnerships/v1/skills_workshop.pb.h"
#include "services/partnerships/partnerships_testing.h"

namespace potential::partnerships {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::Violates;
using v1::Partner;
using v1::PracticeDay;
using v1::SkillsWorkshop;

class PracticeDayTest : public PartnershipsTest {
 protected:
  absl::StatusOr<PracticeDay> Create(const std::string& date, const std::string& more = "") {
    return calls_.Create<PracticeDay>("d1",
                                      absl::StrCat(kPracticeDay, "date: '", date, "' ", more));
  }
  absl::StatusOr<PracticeDay> Hold() { return calls_.Do<PracticeDay>("HoldPracticeDay", "d1"); }
};

class SkillsWorkshopTest : public PartnershipsTest {
 protected:
  absl::StatusOr<SkillsWorkshop> Create(const std::string& date, const std::string& more = "") {
    return calls_.Create<SkillsWorkshop>("w1",
                                         absl::StrCat(kWorkshop, "date: '", date, "' ", more));
  }
  absl::StatusOr<SkillsWorkshop> Hold() {
    return calls_.Do<SkillsWorkshop>("HoldSkillsWorkshop", "w1");
  }
};

constexpr char kTwo[] = "organisations_attending: ['swlstg', 'slam'] ";

TEST_F(PracticeDayTest, CountsDifferentOrganisations) {
  auto day = Create("2026-06-01", "organisations_attending: ['slam', 'slam']");
  ASSERT_THAT(day, IsOk());
  EXPECT_EQ(day->organisations_attending_count(), 1);
  EXPECT_FALSE(day->joint());
  day = calls_.Update<PracticeDay>("d1", kTwo, {"organisations_attending"});
  ASSERT_THAT(day, IsOk());
  EXPECT_EQ(day->organisations_attending_count(), 2);
  EXPECT_TRUE(day->joint());
}

TEST_F(PracticeDayTest, IsHeldOnceItsDateHasCome) {
  ASSERT_THAT(Create("2026-06-16", kTwo), IsOk());
  EXPECT_THAT(Hold(), Refuses("DATE_IN_FUTURE"));
  fixture_.clock().SetDay("2026-06-16");
  const auto held = Hold();
  ASSERT_THAT(held, IsOk());
  EXPECT_EQ(held->state(), PracticeDay::HELD);
  EXPECT_THAT(Hold(), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(calls_.Do<PracticeDay>("CancelPracticeDay", "d1", "reason: 'x'"),
              Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(PracticeDayTest, IsNotHeldWhenNoOrganisationAttended) {
  ASSERT_THAT(Create("2026-06-01"), IsOk());
  EXPECT_THAT(Hold(), Refuses("NOBODY_ATTENDED"));
}

TEST_F(PracticeDayTest, StaysHeldAndAttended) {
  ASSERT_THAT(Create("2026-06-01", kTwo), IsOk());
  ASSERT_THAT(Hold(), IsOk());
  EXPECT_THAT(calls_.Update<PracticeDay>("d1", "", {"organisations_attending"}),
              Violates("practice_day.organisations_attending"));
  EXPECT_THAT(calls_.Update<PracticeDay>("d1", "date: '2026-06-16'", {"date"}),
              Violates("practice_day.date"));
  EXPECT_THAT(calls_.Update<PracticeDay>("d1", "learning: 'Much'", {"learning"}), IsOk());
}

TEST_F(PracticeDayTest, IsCancelledWithAReason) {
  ASSERT_THAT(Create("2026-09-01"), IsOk());
  EXPECT_THAT(calls_.Do<PracticeDay>("CancelPracticeDay", "d1"), Violates("reason"));
  const auto cancelled =
      calls_.Do<PracticeDay>("CancelPracticeDay", "d1", "reason: 'No room' date: '2026-06-10'");
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_EQ(cancelled->state(), PracticeDay::CANCELLED);
  EXPECT_EQ(cancelled->cancelled_date(), "2026-06-10");
  EXPECT_EQ(cancelled->cancel_reason(), "No room");
  EXPECT_THAT(Hold(), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(PracticeDayTest, HasNotMoreAttendanceThanPlacesNorFormsThanAttendance) {
  EXPECT_THAT(Create("2026-06-01", "places: 10 attendance: 11"),
              Violates("practice_day.attendance"));
  EXPECT_THAT(Create("2026-06-01", "attendance: 5 evaluation_responses: 6"),
              Violates("practice_day.evaluation_responses"));
  EXPECT_THAT(Create("2026-06-01", "places: 10 attendance: 10 evaluation_responses: 10"), IsOk());
}

TEST_F(PracticeDayTest, HasNoActionThatIsDueBeforeIt) {
  EXPECT_THAT(Create("2026-06-01", "actions { what: 'Meet again' due_date: '2026-05-31' }"),
              Violates("practice_day.actions[0].due_date"));
  EXPECT_THAT(Create("2026-06-01", "actions { what: 'Meet again' due_date: '2026-06-01' }"),
              IsOk());
}

TEST_F(PracticeDayTest, IsEvaluatedAfterTheDayOnly) {
  const std::pair<const char*, const char*> later[] = {
      {"practice_day.attendance", "attendance: 5"},
      {"practice_day.learning", "learning: 'Much'"},
      {"practice_day.actions", "actions { what: 'Meet again' }"},
      {"practice_day.evaluation_mean", "evaluation_mean: 4"},
      {"practice_day.evaluation_responses", "evaluation_responses: 4"}};
  for (const auto& [path, text] : later) {
    EXPECT_THAT(Create("2026-06-16", text), Violates(path));
  }
  EXPECT_THAT(Create("2026-06-15", "attendance: 5 learning: 'Much' evaluation_mean: 4"), IsOk());
}

TEST_F(SkillsWorkshopTest, CopiesTheKindOfThePartner) {
  auto workshop = Create("2026-06-01");
  ASSERT_THAT(workshop, IsOk());
  EXPECT_EQ(workshop->partner_kind(), Partner::PHYSICAL_HEALTH);
  workshop = calls_.Update<SkillsWorkshop>("w1", "partner: 'organisations/swlstg/partners/council'",
                                           {"partner"});
  ASSERT_THAT(workshop, IsOk());
  EXPECT_EQ(workshop->partner_kind(), Partner::SOCIAL_CARE);
  EXPECT_THAT(calls_.Update<SkillsWorkshop>(
                  "w1", "partner: 'organisations/swlstg/partners/unknown'", {"partner"}),
              Violates("skills_workshop.partner"));
}

TEST_F(SkillsWorkshopTest, IsHeldOnceItsDateHasCome) {
  ASSERT_THAT(Create("2026-06-16"), IsOk());
  EXPECT_THAT(Hold(), Refuses("DATE_IN_FUTURE"));
  fixture_.clock().SetDay("2026-06-16");
  EXPECT_EQ(Hold()->state(), SkillsWorkshop::HELD);
  EXPECT_THAT(Hold(), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(SkillsWorkshopTest, IsCancelledWithAReason) {
  ASSERT_THAT(Create("2026-09-01"), IsOk());
  EXPECT_THAT(calls_.Do<SkillsWorkshop>("CancelSkillsWorkshop", "w1"), Violates("reason"));
  const auto cancelled =
      calls_.Do<SkillsWorkshop>("CancelSkillsWorkshop", "w1", "reason: 'Trainer ill'");
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_EQ(cancelled->state(), SkillsWorkshop::CANCELLED);
  EXPECT_EQ(cancelled->cancelled_date(), "2026-06-15");
  EXPECT_THAT(Hold(), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(SkillsWorkshopTest, HasNotMoreAttendanceThanPlacesNorAnswersThanAttendance) {
  EXPECT_THAT(Create("2026-06-01", "places: 10 attendance: 11"),
              Violates("skills_workshop.attendance"));
  EXPECT_THAT(Create("2026-06-01", "attendance: 5 competence_responses: 6"),
              Violates("skills_workshop.competence_responses"));
  EXPECT_THAT(Create("2026-06-01", "places: 10 attendance: 10 competence_responses: 10"), IsOk());
}

TEST_F(SkillsWorkshopTest, IsEvaluatedAfterTheDayOnly) {
  EXPECT_THAT(Create("2026-06-16", "competence_before_mean: 2"),
              Violates("skills_workshop.competence_before_mean"));
  EXPECT_THAT(Create("2026-06-16", "competence_after_mean: 2"),
              Violates("skills_workshop.competence_after_mean"));
  EXPECT_THAT(Create("2026-06-15", "competence_before_mean: 2 competence_after_mean: 4"), IsOk());
}

}  // namespace
}  // namespace potential::partnerships

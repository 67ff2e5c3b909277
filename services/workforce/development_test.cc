// Programmes, enrolments, evaluations, training events and career pathways: steps and rules.

#include "potential/workforce/v1/career_pathway.pb.h"
#include "potential/workforce/v1/enrolment.pb.h"
#include "potential/workforce/v1/evaluation.pb.h"
#include "potential/workforce/v1/programme.pb.h"
#include "potential/workforce/v1/training_event.pb.h"
#include "services/workforce/development_rules.h"
#include "services/workforce/transitions.h"

namespace potential::workforce {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::Violates;
using v1::CareerPathway;
using v1::Enrolment;
using v1::Evaluation;
using v1::Programme;
using v1::TrainingEvent;

constexpr char kProgramme[] =
    "kind: PRECEPTORSHIP_PLUS title: 'Preceptorship Plus' start_date: '2025-01-01' ";
constexpr char kEnrolment[] =
    "service_line: 'community' programme: 'organisations/swlstg/programmes/plus' "
    "participant_role: 'Therapist' start_date: '2026-01-10' planned_end_date: '2026-12-31' ";
constexpr char kEvaluation[] =
    "programme: 'organisations/swlstg/programmes/plus' title: 'Year one' method: INTERVIEWS ";
constexpr char kEvent[] =
    "title: 'QI' date: '2026-06-01' rcot_pillar: LEADERSHIP topic: QUALITY_IMPROVEMENT hours: 2 "
    "places: 10 ";
constexpr char kPathway[] =
    "title: 'Pathway' steps { rcot_pillar: LEADERSHIP level: 3 title: 'A' }";

class DevelopmentTest : public ::testing::Test {
 protected:
  void AddProgramme(const std::string& fields = "") {
    ASSERT_THAT(fixture_.Create<Programme>("plus", absl::StrCat(kProgramme, fields)), IsOk());
  }

  WorkforceFixture fixture_;
};

using EnrolmentTest = DevelopmentTest;
using EvaluationTest = DevelopmentTest;
using TrainingEventTest = DevelopmentTest;
using CareerPathwayTest = DevelopmentTest;

TEST_F(DevelopmentTest, ProgrammeDoesNotEndBeforeItStarts) {
  EXPECT_THAT(
      fixture_.Create<Programme>("plus", absl::StrCat(kProgramme, "end_date: '2024-12-31'")),
      Violates("programme.end_date"));
  EXPECT_THAT(
      fixture_.Create<Programme>("plus", absl::StrCat(kProgramme, "end_date: '2025-01-01'")),
      IsOk());
}

TEST_F(EnrolmentTest, MovesAlongItsArrowsOnly) {
  AddProgramme();
  const std::string complete = "outcome: OBJECTIVES_MET";
  const std::string withdraw = "reason: MOVED_POST";
  ExpectArrows<Enrolment>(fixture_, [](int) { return kEnrolment; },
                          {{"ENROLLED", {}},
                           {"COMPLETED", {{"CompleteEnrolment", complete}}},
                           {"WITHDRAWN", {{"WithdrawEnrolment", withdraw}}}},
                          {{"CompleteEnrolment", complete, {{"ENROLLED", "COMPLETED"}}},
                           {"WithdrawEnrolment", withdraw, {{"ENROLLED", "WITHDRAWN"}}}});
}

TEST_F(EnrolmentTest, RecordsHowItEnded) {
  AddProgramme();
  ASSERT_THAT(fixture_.Create<Enrolment>("one", kEnrolment), IsOk());
  ASSERT_THAT(fixture_.Create<Enrolment>("two", kEnrolment), IsOk());
  const auto completed = fixture_.Step<Enrolment>(
      "CompleteEnrolment", "one", "outcome: OBJECTIVES_PARTLY_MET end_date: '2026-06-01'");
  ASSERT_THAT(completed, IsOk());
  EXPECT_EQ(completed->outcome(), Enrolment::OBJECTIVES_PARTLY_MET);
  EXPECT_EQ(completed->end_date(), "2026-06-01");
  const auto withdrawn = fixture_.Step<Enrolment>(
      "WithdrawEnrolment", "two", "reason: OTHER_REASON reason_text: 'Study elsewhere'");
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->withdrawal_reason(), Enrolment::OTHER_REASON);
  EXPECT_EQ(withdrawn->withdrawal_text(), "Study elsewhere");
  EXPECT_EQ(withdrawn->end_date(), "2026-06-15");
}

TEST_F(EnrolmentTest, NeedsAnOutcomeAReasonAndWordsForAnotherReason) {
  AddProgramme();
  ASSERT_THAT(fixture_.Create<Enrolment>("one", kEnrolment), IsOk());
  EXPECT_THAT(fixture_.Step<Enrolment>("CompleteEnrolment", "one"), Violates("outcome"));
  EXPECT_THAT(fixture_.Step<Enrolment>("WithdrawEnrolment", "one"), Violates("reason"));
  EXPECT_THAT(fixture_.Step<Enrolment>("WithdrawEnrolment", "one", "reason: OTHER_REASON"),
              Violates("reason_text"));
}

TEST_F(EnrolmentTest, EndsNeitherBeforeItStartedNorInTheFuture) {
  AddProgramme();
  ASSERT_THAT(fixture_.Create<Enrolment>("one", kEnrolment), IsOk());
  for (const char* day : {"2026-01-09", "2026-06-16"}) {
    const std::string end = absl::StrCat("end_date: '", day, "'");
    EXPECT_THAT(fixture_.Step<Enrolment>("CompleteEnrolment", "one",
                                         absl::StrCat("outcome: OBJECTIVES_MET ", end)),
                Violates("end_date"));
    EXPECT_THAT(fixture_.Step<Enrolment>("WithdrawEnrolment", "one",
                                         absl::StrCat("reason: MOVED_POST ", end)),
                Violates("end_date"));
  }
}

TEST_F(EnrolmentTest, CopiesTheKindOfItsProgramme) {
  AddProgramme();
  EXPECT_EQ(fixture_.Create<Enrolment>("one", kEnrolment)->programme_kind(),
            Programme::PRECEPTORSHIP_PLUS);
}

TEST_F(EnrolmentTest, NamesAProgrammeThatExists) {
  EXPECT_THAT(fixture_.Create<Enrolment>("one", kEnrolment), Violates("enrolment.programme"));
}

TEST_F(EnrolmentTest, NeedsAProgrammeThatRunsOnItsFirstDay) {
  AddProgramme("end_date: '2026-01-10'");
  EXPECT_THAT(fixture_.Create<Enrolment>("last-day", kEnrolment), IsOk());
  EXPECT_THAT(fixture_.Update<Enrolment>("last-day", "start_date: '2026-01-11'"),
              Refuses("PROGRAMME_NOT_RUNNING"));
  EXPECT_THAT(fixture_.Update<Enrolment>("last-day", "start_date: '2024-12-31'"),
              Refuses("PROGRAMME_NOT_RUNNING"));
  EXPECT_THAT(fixture_.Update<Enrolment>("last-day", "start_date: '2025-01-01'"), IsOk());
}

TEST_F(EnrolmentTest, NeedsAFreePlaceWhenItIsMade) {
  AddProgramme("places: 2");
  ASSERT_THAT(fixture_.Create<Enrolment>("one", kEnrolment), IsOk());
  ASSERT_THAT(fixture_.Create<Enrolment>("two", kEnrolment), IsOk());
  EXPECT_THAT(fixture_.Create<Enrolment>("three", kEnrolment), Refuses("NO_FREE_PLACE"));
  EXPECT_THAT(fixture_.Update<Enrolment>("two", "planned_end_date: '2027-01-31'"), IsOk());
  ASSERT_THAT(fixture_.Step<Enrolment>("WithdrawEnrolment", "one",
                                       "reason: LONG_LEAVE end_date: '2026-05-31'"),
              IsOk());
  EXPECT_THAT(fixture_.Create<Enrolment>("three", kEnrolment), Refuses("NO_FREE_PLACE"));
  EXPECT_THAT(fixture_.Create<Enrolment>(
                  "three",
                  "service_line: 'community' programme: 'organisations/swlstg/programmes/plus' "
                  "participant_role: 'OT' start_date: '2026-06-01' planned_end_date: '2026-09-30'"),
              IsOk());
}

TEST_F(EnrolmentTest, KeepsDatesAndMeetingsInOrder) {
  AddProgramme();
  ASSERT_THAT(fixture_.Create<Enrolment>("one", kEnrolment), IsOk());
  EXPECT_THAT(fixture_.Update<Enrolment>("one",
                                         "objectives { rcot_pillar: LEADERSHIP text: 'Lead' "
                                         "target_date: '2026-01-09' }"),
              Violates("enrolment.objectives[0].target_date"));
  EXPECT_THAT(fixture_.Update<Enrolment>("one", "planned_end_date: '2026-01-09'"),
              Violates("enrolment.planned_end_date"));
  EXPECT_THAT(fixture_.Update<Enrolment>("one",
                                         "meetings { date: '2026-03-01' kind: ONE_TO_ONE } "
                                         "meetings { date: '2026-02-01' kind: ONE_TO_ONE }"),
              Violates("enrolment.meetings[1].date"));
  EXPECT_THAT(fixture_.Update<Enrolment>(
                  "one", "meetings { date: '2026-06-16' kind: ONE_TO_ONE held: true }"),
              Violates("enrolment.meetings[0].held"));
  EXPECT_THAT(
      fixture_.Update<Enrolment>("one",
                                 "meetings { date: '2026-06-15' kind: ONE_TO_ONE held: true } "
                                 "meetings { date: '2026-07-15' kind: ONE_TO_ONE }"),
      IsOk());
}

Enrolment Lasting(const std::string& start, const std::string& planned_end,
                  const std::string& end = "") {
  Enrolment enrolment;
  enrolment.set_start_date(start);
  enrolment.set_planned_end_date(planned_end);
  enrolment.set_end_date(end);
  enrolment.set_state(end.empty() ? Enrolment::ENROLLED : Enrolment::COMPLETED);
  return enrolment;
}

TEST(HasFreePlaceTest, CountsThoseWhoAreThereAtTheSameTime) {
  const std::string today = "2026-06-15";
  const std::vector<Enrolment> apart = {Lasting("2026-01-01", "2026-02-28", "2026-02-28"),
                                        Lasting("2026-03-01", "2026-12-31")};
  EXPECT_TRUE(HasFreePlace(apart, "2026-01-15", "2026-06-30", 2, today));
  const std::vector<Enrolment> together = {Lasting("2026-01-01", "2026-02-28", "2026-03-01"),
                                           Lasting("2026-03-01", "2026-12-31")};
  EXPECT_FALSE(HasFreePlace(together, "2026-01-15", "2026-06-30", 2, today));
  EXPECT_TRUE(HasFreePlace(together, "2026-03-02", "2026-06-30", 2, today));
}

TEST(HasFreePlaceTest, TakesSomebodyWhoIsLateAsStillThere) {
  const std::vector<Enrolment> late = {Lasting("2026-01-01", "2026-05-31")};
  EXPECT_FALSE(HasFreePlace(late, "2026-06-15", "2026-12-31", 1, "2026-06-15"));
  EXPECT_TRUE(HasFreePlace(late, "2026-06-16", "2026-12-31", 1, "2026-06-15"));
}

TEST_F(EvaluationTest, MovesAlongItsArrowOnly) {
  AddProgramme();
  ExpectArrows<Evaluation>(fixture_,
                           [](int) { return absl::StrCat(kEvaluation, "findings: 'It helps.'"); },
                           {{"PLANNED", {}}, {"COMPLETED", {{"CompleteEvaluation", ""}}}},
                           {{"CompleteEvaluation", "", {{"PLANNED", "COMPLETED"}}}});
}

TEST_F(EvaluationTest, NeedsFindingsToBeCompletedAndIsFixedThen) {
  AddProgramme();
  ASSERT_THAT(fixture_.Create<Evaluation>("first", kEvaluation), IsOk());
  EXPECT_THAT(fixture_.Step<Evaluation>("CompleteEvaluation", "first"), Refuses("NO_FINDINGS"));
  ASSERT_THAT(fixture_.Update<Evaluation>("first", "findings: 'It helps.'"), IsOk());
  EXPECT_THAT(
      fixture_.Step<Evaluation>("CompleteEvaluation", "first", "completed_date: '2026-06-16'"),
      Violates("completed_date"));
  const auto completed =
      fixture_.Step<Evaluation>("CompleteEvaluation", "first", "completed_date: '2026-06-10'");
  ASSERT_THAT(completed, IsOk());
  EXPECT_EQ(completed->completed_date(), "2026-06-10");
  EXPECT_EQ(completed->programme_kind(), Programme::PRECEPTORSHIP_PLUS);
  EXPECT_THAT(fixture_.Update<Evaluation>("first", "findings: 'Other.'"), Refuses("RECORD_LOCKED"));
}

TEST_F(EvaluationTest, KeepsItsPeriodInOrderAndRespondentsAmongParticipants) {
  AddProgramme();
  EXPECT_THAT(fixture_.Create<Evaluation>("first", absl::StrCat(kEvaluation,
                                                                "period_start_date: '2026-02-01' "
                                                                "period_end_date: '2026-01-31'")),
              Violates("evaluation.period_end_date"));
  EXPECT_THAT(fixture_.Create<Evaluation>("first", absl::StrCat(kEvaluation,
                                                                "period_start_date: '2026-02-01' "
                                                                "due_date: '2026-01-31'")),
              Violates("evaluation.due_date"));
  EXPECT_THAT(fixture_.Create<Evaluation>(
                  "first", absl::StrCat(kEvaluation, "participants: 5 respondents: 6")),
              Violates("evaluation.respondents"));
  EXPECT_THAT(fixture_.Create<Evaluation>("first", absl::StrCat(kEvaluation,
                                                                "participants: 5 respondents: 5 "
                                                                "period_start_date: '2026-02-01' "
                                                                "period_end_date: '2026-02-01'")),
              IsOk());
}

TEST_F(TrainingEventTest, MovesAlongItsArrowsOnly) {
  const std::string hold = "attendances: 3";
  ExpectArrows<TrainingEvent>(fixture_, [](int) { return kEvent; },
                              {{"SCHEDULED", {}},
                               {"HELD", {{"HoldTrainingEvent", hold}}},
                               {"CANCELLED", {{"CancelTrainingEvent", ""}}}},
                              {{"HoldTrainingEvent", hold, {{"SCHEDULED", "HELD"}}},
                               {"CancelTrainingEvent", "", {{"SCHEDULED", "CANCELLED"}}}});
}

TEST_F(TrainingEventTest, AcceptsAnEvaluationOfAHeldEventOnly) {
  EXPECT_THAT(fixture_.Create<TrainingEvent>("qi", absl::StrCat(kEvent, "evaluation_responses: 1")),
              Violates("training_event.evaluation_responses"));
  EXPECT_THAT(fixture_.Create<TrainingEvent>("qi", absl::StrCat(kEvent, "evaluation_score: 4")),
              Violates("training_event.evaluation_score"));
  ASSERT_THAT(fixture_.Create<TrainingEvent>("qi", kEvent), IsOk());
  EXPECT_THAT(fixture_.Step<TrainingEvent>("HoldTrainingEvent", "qi", "attendances: 11"),
              Violates("attendances"));
  ASSERT_THAT(fixture_.Step<TrainingEvent>("HoldTrainingEvent", "qi", "attendances: 10"), IsOk());
  EXPECT_THAT(fixture_.Update<TrainingEvent>("qi", "evaluation_responses: 11"),
              Violates("training_event.evaluation_responses"));
  EXPECT_THAT(
      fixture_.Update<TrainingEvent>("qi", "evaluation_responses: 10 evaluation_score: 4.5"),
      IsOk());
}

TEST_F(CareerPathwayTest, IsPublishedOnceItHasSteps) {
  ASSERT_THAT(fixture_.Create<CareerPathway>("empty", "title: 'Empty'"), IsOk());
  EXPECT_THAT(fixture_.Step<CareerPathway>("PublishCareerPathway", "empty"), Refuses("NO_STEPS"));
  const auto created = fixture_.Create<CareerPathway>("first", kPathway);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->version(), 1);
  EXPECT_THAT(
      fixture_.Step<CareerPathway>("PublishCareerPathway", "first", "published_date: '2026-06-16'"),
      Violates("published_date"));
  EXPECT_EQ(fixture_.Step<CareerPathway>("PublishCareerPathway", "first")->published_date(),
            "2026-06-15");
}

TEST_F(CareerPathwayTest, MovesAlongItsArrowOnly) {
  ExpectArrows<CareerPathway>(fixture_, [](int) { return kPathway; },
                              {{"DRAFT", {}}, {"PUBLISHED", {{"PublishCareerPathway", ""}}}},
                              {{"PublishCareerPathway", "", {{"DRAFT", "PUBLISHED"}}}});
}

TEST_F(CareerPathwayTest, IsReplacedByItsNextVersionInTheSameChange) {
  ASSERT_THAT(fixture_.Create<CareerPathway>("first", kPathway), IsOk());
  EXPECT_THAT(fixture_.Step<CareerPathway>("ReviseCareerPathway", "first"),
              Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(
      fixture_.Step<CareerPathway>("PublishCareerPathway", "first", "published_date: '2026-06-01'"),
      IsOk());
  const auto draft =
      fixture_.Step<CareerPathway>("ReviseCareerPathway", "first", "career_pathway_id: 'second'");
  ASSERT_THAT(draft, IsOk());
  EXPECT_EQ(draft->version(), 2);
  EXPECT_EQ(draft->state(), CareerPathway::DRAFT);
  EXPECT_EQ(draft->supersedes(), fixture_.NameOf<CareerPathway>("first"));
  EXPECT_EQ(draft->published_date(), "");
  EXPECT_EQ(draft->steps_size(), 1);
  EXPECT_EQ(fixture_.Get<CareerPathway>("first")->state(), CareerPathway::PUBLISHED);
  EXPECT_THAT(fixture_.Step<CareerPathway>("ReviseCareerPathway", "first"),
              Refuses("LATER_VERSION_EXISTS"));
  EXPECT_THAT(fixture_.Step<CareerPathway>("PublishCareerPathway", "second",
                                           "published_date: '2026-05-31'"),
              Violates("published_date"));
  ASSERT_THAT(fixture_.Step<CareerPathway>("PublishCareerPathway", "second",
                                           "published_date: '2026-06-10'"),
              IsOk());
  const auto replaced = fixture_.Get<CareerPathway>("first");
  EXPECT_EQ(replaced->state(), CareerPathway::SUPERSEDED);
  EXPECT_EQ(replaced->superseded_date(), "2026-06-10");
  EXPECT_THAT(fixture_.Step<CareerPathway>("ReviseCareerPathway", "first"),
              Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(fixture_.Step<CareerPathway>("PublishCareerPathway", "first"),
              Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(CareerPathwayTest, MayBeRevisedAgainAfterItsDraftWasDeleted) {
  ASSERT_THAT(fixture_.Create<CareerPathway>("first", kPathway), IsOk());
  ASSERT_THAT(fixture_.Step<CareerPathway>("PublishCareerPathway", "first"), IsOk());
  ASSERT_THAT(
      fixture_.Step<CareerPathway>("ReviseCareerPathway", "first", "career_pathway_id: 'second'"),
      IsOk());
  ASSERT_THAT(fixture_.Delete<CareerPathway>("second"), IsOk());
  EXPECT_EQ(fixture_.Step<CareerPathway>("ReviseCareerPathway", "first")->version(), 2);
}

TEST_F(CareerPathwayTest, RefusesToReviseWhatTheCallerHasNotSeen) {
  ASSERT_THAT(fixture_.Create<CareerPathway>("first", kPathway), IsOk());
  ASSERT_THAT(fixture_.Step<CareerPathway>("PublishCareerPathway", "first"), IsOk());
  EXPECT_THAT(fixture_.Step<CareerPathway>("ReviseCareerPathway", "first", "etag: 'other'"),
              testing::StatusIs(absl::StatusCode::kAborted));
}

TEST_F(CareerPathwayTest, GoesFromTheLowestLevelToTheHighest) {
  EXPECT_THAT(fixture_.Create<CareerPathway>(
                  "first",
                  "title: 'P' steps { rcot_pillar: LEADERSHIP level: 3 title: 'A' } "
                  "steps { rcot_pillar: LEADERSHIP level: 2 title: 'B' }"),
              Violates("career_pathway.steps[1].level"));
}

}  // namespace
}  // namespace potential::workforce

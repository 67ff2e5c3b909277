// Quality improvement projects and their measurements: rules, steps and indicators.

#include "potential/evidence/v1/measurement.pb.h"
#include "potential/evidence/v1/qi_project.pb.h"
#include "services/evidence/evidence_testing.h"

namespace potential::evidence {
namespace {

using ::testing::ElementsAre;
using testing::IsOk;
using testing::Refuses;
using testing::StatusIs;
using ::testing::UnorderedElementsAre;
using testing::ViolatedFields;
using testing::Violates;
using v1::QiProject;

class QiTest : public EvidenceTest {
 protected:
  absl::StatusOr<QiProject> Create(const std::string& id, const std::string& more = "") {
    return calls_.Create<QiProject>(id, kQiProject + more);
  }
  absl::StatusOr<QiProject> Do(const std::string& verb, const std::string& id,
                               const std::string& more = "") {
    return calls_.Do<QiProject>(verb + "QiProject", id, more);
  }
  void MakeActive(const std::string& id, const std::string& date, const std::string& more = "") {
    ASSERT_THAT(Create(id, kStartable + more), IsOk());
    ASSERT_THAT(Do("Start", id, "date: '" + date + "'"), IsOk());
  }
  absl::StatusOr<QiProject> Score(const std::string& id, const std::string& score,
                                  const std::string& date = "2026-06-15") {
    return Do("Score", id, "score: " + score + " date: '" + date + "' note: 'N" + score + "'");
  }
  absl::Status Set(const std::string& id, const std::string& field, const std::string& text) {
    return calls_.Update<QiProject>(id, text, {field}).status();
  }
};

TEST_F(QiTest, CountsTheTeamAndItsDecidedCycles) {
  const auto made =
      Create("q1",
             "team { kind: OT_STAFF role: 'lead' count: 3 } "
             "team { kind: SERVICE_USER role: 'expert' count: 2 } "
             "team { kind: CARER role: 'carer' count: 1 } team_total: 50 "
             "pdsa_cycles { number: 1 title: 'One' start_date: '2026-01-05' end_date: '2026-02-01' "
             "plan: 'P' do: 'D' act: ADAPT } "
             "pdsa_cycles { number: 2 title: 'Two' start_date: '2026-02-05' plan: 'P' }");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->team_total(), 6);
  EXPECT_EQ(made->service_users_in_team(), 3);
  EXPECT_EQ(made->completed_cycles(), 1);
}

TEST_F(QiTest, GivesMeasuresTheirOwnIdentifiersAndNamesOneInTheAim) {
  constexpr char kMeasure[] =
      "measures { id: 'wait' kind: OUTCOME title: 'W' operational_definition: 'D' unit: 'days' } ";
  EXPECT_THAT(Create("q1", std::string(kMeasure) + kMeasure),
              Violates("qi_project.measures[1].id"));
  EXPECT_THAT(Create("q1", std::string(kMeasure) + "aim { statement: 'A' measure_id: 'goals' }"),
              Violates("qi_project.aim.measure_id"));
  EXPECT_THAT(Create("q1", std::string(kMeasure) + "aim { statement: 'A' measure_id: 'wait' }"),
              IsOk());
}

TEST_F(QiTest, ChecksItsDriverDiagram) {
  EXPECT_THAT(Create("q1",
                     "driver_diagram { nodes { id: 'c1' kind: CHANGE_IDEA title: 'Idea' "
                     "parent_ids: 'p1' } }"),
              Violates("qi_project.driver_diagram.nodes[0].parent_ids[0]"));
}

TEST_F(QiTest, KeepsCyclesInOrder) {
  constexpr char kSecond[] =
      "pdsa_cycles { number: 2 title: 'Two' start_date: '2026-02-05' plan: 'P' } ";
  constexpr char kFirst[] =
      "pdsa_cycles { number: 1 title: 'One' start_date: '2026-02-05' plan: 'P' } ";
  EXPECT_THAT(Create("q1", std::string(kSecond) + kFirst),
              Violates("qi_project.pdsa_cycles[1].number"));
  EXPECT_THAT(Create("q1", std::string(kSecond) + kSecond),
              Violates("qi_project.pdsa_cycles[1].number"));
  EXPECT_THAT(Create("q1", std::string(kFirst) + kSecond), IsOk());
}

TEST_F(QiTest, EndsACycleNotBeforeItStartsAndOnceItIsDecided) {
  constexpr char kCycle[] =
      "pdsa_cycles { number: 1 title: 'O' plan: 'P' start_date: '2026-02-05' ";
  EXPECT_THAT(Create("q1", std::string(kCycle) + "act: ADOPT }"),
              Violates("qi_project.pdsa_cycles[0].end_date"));
  EXPECT_THAT(Create("q1", std::string(kCycle) + "end_date: '2026-02-04' }"),
              Violates("qi_project.pdsa_cycles[0].end_date"));
  EXPECT_THAT(Create("q1", std::string(kCycle) + "end_date: '2026-02-05' act: ADOPT }"), IsOk());
}

TEST_F(QiTest, DecidesOnACycleThatIsOver) {
  constexpr char kCycle[] =
      "pdsa_cycles { number: 1 title: 'O' plan: 'P' start_date: '2026-02-05' ";
  EXPECT_THAT(Create("q1", std::string(kCycle) + "end_date: '2026-06-16' act: ADOPT }"),
              Violates("qi_project.pdsa_cycles[0].end_date"));
  EXPECT_THAT(Create("q1", std::string(kCycle) + "end_date: '2026-06-16' }"), IsOk());
}

TEST_F(QiTest, IsProposedBeforeWhatFollows) {
  EXPECT_THAT(Create("q1", "proposed_date: '2026-06-16'"), Violates("qi_project.proposed_date"));
  const std::string proposed = "proposed_date: '2026-03-01' ";
  EXPECT_THAT(Create("q1", proposed + "planned_end_date: '2026-02-28'"),
              Violates("qi_project.planned_end_date"));
  EXPECT_THAT(Create("q1", proposed + "aim { statement: 'A' target_date: '2026-02-28' }"),
              Violates("qi_project.aim.target_date"));
  ASSERT_THAT(Create("q1", kStartable + proposed + "planned_end_date: '2026-12-31'"), IsOk());
  EXPECT_THAT(Do("Start", "q1", "date: '2026-02-28'"), Violates("date"));
  ASSERT_THAT(Do("Start", "q1", "date: '2026-03-02'"), IsOk());
  EXPECT_THAT(Set("q1", "proposed_date", "proposed_date: '2026-03-03'"),
              Violates("qi_project.proposed_date"));
  EXPECT_THAT(Set("q1", "proposed_date", "proposed_date: '2026-03-02'"), IsOk());
  EXPECT_THAT(Set("q1", "aim", "aim { statement: 'A' target_date: '2026-03-01' }"),
              Violates("qi_project.aim.target_date"));
}

TEST_F(QiTest, TestsAChangeIdeaOfTheDiagram) {
  constexpr char kDiagram[] =
      "driver_diagram { nodes { id: 'p1' kind: PRIMARY_DRIVER title: 'P' } "
      "nodes { id: 'c1' kind: CHANGE_IDEA title: 'C' parent_ids: 'p1' } } ";
  constexpr char kCycle[] =
      "pdsa_cycles { number: 1 title: 'O' plan: 'P' start_date: '2026-02-05' ";
  EXPECT_THAT(Create("q1", std::string(kDiagram) + kCycle + "change_idea_id: 'p1' }"),
              Violates("qi_project.pdsa_cycles[0].change_idea_id"));
  EXPECT_THAT(Create("q1", std::string(kDiagram) + kCycle + "change_idea_id: 'c1' }"), IsOk());
}

TEST_F(QiTest, StartsWithAimTeamAndOutcomeMeasure) {
  ASSERT_THAT(Create("q1"), IsOk());
  EXPECT_THAT(Do("Start", "q1"), Refuses("AIM_MISSING"));
  ASSERT_THAT(Set("q1", "aim", "aim { statement: 'A' }"), IsOk());
  EXPECT_THAT(Do("Start", "q1"), Refuses("TEAM_MISSING"));
  ASSERT_THAT(Set("q1", "team", "team { kind: OT_STAFF role: 'lead' count: 1 }"), IsOk());
  EXPECT_THAT(Do("Start", "q1"), Refuses("OUTCOME_MEASURE_MISSING"));
  ASSERT_THAT(Set("q1", "measures",
                  "measures { id: 'm1' kind: PROCESS title: 'M' operational_definition: 'D' "
                  "unit: '%' }"),
              IsOk());
  EXPECT_THAT(Do("Start", "q1"), Refuses("OUTCOME_MEASURE_MISSING"));
  ASSERT_THAT(Set("q1", "measures",
                  "measures { id: 'm1' kind: OUTCOME title: 'M' operational_definition: 'D' "
                  "unit: '%' }"),
              IsOk());
  EXPECT_THAT(Do("Start", "q1", "date: '2026-06-16'"), Violates("date"));
  const auto started = Do("Start", "q1", "date: '2026-06-01'");
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(started->state(), QiProject::ACTIVE);
  EXPECT_EQ(started->start_date(), "2026-06-01");
  EXPECT_THAT(Do("Start", "q1"), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(QiTest, IsNotPlannedToEndBeforeItStarts) {
  ASSERT_THAT(Create("q1", std::string(kStartable) + "planned_end_date: '2026-05-31'"), IsOk());
  EXPECT_THAT(Do("Start", "q1", "date: '2026-06-01'"), Violates("planned_end_date"));
  EXPECT_THAT(Do("Start", "q1", "date: '2026-05-31'"), IsOk());
}

TEST_F(QiTest, KeepsScoresByDayAndShowsTheLatest) {
  MakeActive("q1", "2026-01-01");
  ASSERT_THAT(Score("q1", "2.5", "2026-03-01"), IsOk());
  const auto earlier = Score("q1", "1", "2026-02-01");
  ASSERT_THAT(earlier, IsOk());
  EXPECT_EQ(earlier->progress_score(), 2.5);
  ASSERT_THAT(Score("q1", "3", "2026-04-01"), IsOk());
  const auto replaced = Score("q1", "2", "2026-03-01");
  ASSERT_THAT(replaced, IsOk());
  EXPECT_EQ(replaced->progress_score(), 3);
  std::vector<std::string> history;
  for (const auto& score : replaced->progress_history()) {
    history.push_back(score.date() + " " + score.note());
  }
  EXPECT_THAT(history, ElementsAre("2026-02-01 N1", "2026-03-01 N2", "2026-04-01 N3"));
  EXPECT_EQ(Score("q1", "4.5", "2026-04-01")->progress_score(), 4.5);
}

TEST_F(QiTest, IsScoredInHalfStepsFromItsStartOn) {
  ASSERT_THAT(Create("q1", kStartable), IsOk());
  EXPECT_THAT(Score("q1", "1"), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(Do("Start", "q1", "date: '2026-06-01'"), IsOk());
  EXPECT_THAT(Score("q1", "1", "2026-05-31"), Violates("date"));
  EXPECT_THAT(Score("q1", "1", "2026-06-16"), Violates("date"));
  for (const char* score : {"0.25", "1.2", "0", "5.5"}) {
    EXPECT_THAT(Score("q1", score), Violates("score")) << score;
  }
  EXPECT_THAT(Score("q1", "0.5"), IsOk());
  EXPECT_THAT(Score("q1", "5"), IsOk());
  ASSERT_THAT(Do("Complete", "q1"), IsOk());
  EXPECT_THAT(Score("q1", "4.5"), IsOk());
}

TEST_F(QiTest, IsCompletedWhenAllCyclesAreDecidedAndStaysOpen) {
  MakeActive("q1", "2026-01-01",
             "pdsa_cycles { number: 1 title: 'O' plan: 'P' start_date: '2026-02-05' }");
  EXPECT_THAT(Do("Complete", "q1"), Refuses("CYCLE_UNDECIDED"));
  ASSERT_THAT(Set("q1", "pdsa_cycles",
                  "pdsa_cycles { number: 1 title: 'O' plan: 'P' start_date: '2026-02-05' "
                  "end_date: '2026-03-01' act: ADOPT }"),
              IsOk());
  EXPECT_THAT(Do("Complete", "q1", "date: '2025-12-31'"), Violates("date"));
  const auto completed = Do("Complete", "q1", "date: '2026-05-01'");
  ASSERT_THAT(completed, IsOk());
  EXPECT_EQ(completed->state(), QiProject::COMPLETED);
  EXPECT_EQ(completed->ended_date(), "2026-05-01");
  EXPECT_THAT(Do("Complete", "q1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Do("Stop", "q1", "reason: 'Late'"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Set("q1", "write_up", "write_up { title: 'Goals' }"), IsOk());
}

TEST_F(QiTest, IsStoppedWithAReasonAndLocked) {
  ASSERT_THAT(Create("q1", kStartable), IsOk());
  EXPECT_THAT(Do("Stop", "q1", "reason: 'No'"), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(Do("Start", "q1", "date: '2026-03-01'"), IsOk());
  EXPECT_THAT(Do("Stop", "q1", "reason: 'No' date: '2026-02-28'"), Violates("date"));
  const auto stopped = Do("Stop", "q1", "reason: 'Team left' date: '2026-04-01'");
  ASSERT_THAT(stopped, IsOk());
  EXPECT_EQ(stopped->state(), QiProject::STOPPED);
  EXPECT_EQ(stopped->stop_reason(), "Team left");
  EXPECT_THAT(Score("q1", "1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Set("q1", "title", "title: 'Other'"), Refuses("RECORD_LOCKED"));
}

TEST_F(QiTest, ProjectsCountFromTheirStartUntilTheyAreStopped) {
  constexpr char kId[] = "evidence.qi_projects";
  ASSERT_THAT(Create("proposed"), IsOk());
  MakeActive("active", "2026-02-01");
  MakeActive("completed", "2026-02-01");
  ASSERT_THAT(Do("Complete", "completed", "date: '2026-03-01'"), IsOk());
  MakeActive("stopped", "2026-02-01", "illustrative: true");
  ASSERT_THAT(Do("Stop", "stopped", "reason: 'No' date: '2026-04-01'"), IsOk());
  EXPECT_EQ(calls_.Stock(kId, "2026-01-31").value(), 0);
  EXPECT_EQ(calls_.Stock(kId, "2026-02-01").value(), 3);
  EXPECT_EQ(calls_.Stock(kId, "2026-03-31").value(), 3);
  EXPECT_TRUE(calls_.Stock(kId, "2026-03-31").illustrative());
  EXPECT_EQ(calls_.Stock(kId, "2026-04-01").value(), 2);
  EXPECT_FALSE(calls_.Stock(kId, "2026-04-01").illustrative());
  EXPECT_EQ(Members(kId, "service_line", ""), (std::map<std::string, double>{{"community", 2}}));
  EXPECT_THAT(
      *calls_.ListNames("ListQiProjects", "(state = ACTIVE OR state = COMPLETED)"),
      UnorderedElementsAre(calls_.Name<QiProject>("active"), calls_.Name<QiProject>("completed")));
}

TEST_F(QiTest, ProgressIsTheMeanOfTheLatestScores) {
  constexpr char kId[] = "evidence.qi_progress";
  MakeActive("q1", "2026-01-01");
  MakeActive("q2", "2026-01-01");
  MakeActive("unscored", "2026-01-01");
  ASSERT_THAT(Score("q1", "1", "2026-02-01"), IsOk());
  ASSERT_THAT(Score("q1", "3", "2026-03-01"), IsOk());
  ASSERT_THAT(Score("q2", "2", "2026-03-01"), IsOk());
  ASSERT_THAT(Do("Complete", "q1", "date: '2026-04-01'"), IsOk());
  ASSERT_THAT(Do("Stop", "q2", "reason: 'No' date: '2026-05-01'"), IsOk());
  EXPECT_FALSE(calls_.Stock(kId, "2026-01-31").has_value());
  EXPECT_EQ(calls_.Stock(kId, "2026-02-28").value(), 1);
  EXPECT_EQ(calls_.Stock(kId, "2026-03-01").value(), 2.5);
  EXPECT_EQ(calls_.Stock(kId, "2026-04-30").value(), 2.5);
  EXPECT_EQ(calls_.Stock(kId, "2026-05-01").value(), 3);
  EXPECT_EQ(Members(kId, "service_line", ""), (std::map<std::string, double>{{"community", 3}}));
  EXPECT_THAT(*calls_.ListNames("ListQiProjects",
                                "(state = ACTIVE OR state = COMPLETED) AND progress_score:*"),
              ElementsAre(calls_.Name<QiProject>("q1")));
}

class MeasurementTest : public QiTest {
 protected:
  void SetUp() override { ASSERT_THAT(Create("q1", kStartable), IsOk()); }
  static std::string One(const std::string& key, const std::string& project = "q1",
                         const std::string& measure = "goals",
                         const std::string& date = "2026-06-15") {
    return "measurements { measurement_key: '" + key +
           "' qi_project: 'organisations/swlstg/qiProjects/" + project + "' measure_id: '" +
           measure + "' date: '" + date + "' value: 3 } ";
  }
  absl::Status Send(const std::string& text) {
    return calls_.Batch("BatchCreateMeasurements", text);
  }
};

TEST_F(MeasurementTest, NamesAMeasureOfAProject) {
  EXPECT_EQ(ViolatedFields(Send(One("k1") + One("k2", "q1", "other") + One("k3", "q2"))),
            (std::vector<std::string>{"measurements[1].measure_id", "measurements[2].qi_project"}));
  EXPECT_THAT(Send(One("k1")), IsOk());
  ASSERT_THAT(calls_.Delete<QiProject>("q1"), IsOk());
  EXPECT_THAT(Send(One("k2")), Violates("measurements[0].qi_project"));
}

TEST_F(MeasurementTest, HasNoKeyLikeAnNhsNumberAndNoDayInTheFuture) {
  EXPECT_THAT(Send(One("943-476-5919")), Violates("measurements[0].measurement_key"));
  EXPECT_THAT(Send(One("k1", "q1", "goals", "2026-06-16")), Violates("measurements[0].date"));
}

TEST_F(MeasurementTest, MayBeSentByThoseOfTheProjectsLine) {
  rpc::Identity identity = rpc::LocalAdministrator();
  identity.service_lines = {"acute-urgent-care"};
  fixture_.set_identity(identity);
  EXPECT_THAT(Send(One("k1")), StatusIs(absl::StatusCode::kPermissionDenied));
  identity.service_lines = {"community"};
  fixture_.set_identity(identity);
  EXPECT_THAT(Send(One("k1")), IsOk());
  EXPECT_THAT(*calls_.ListNames("ListMeasurements", "service_line = community"), ElementsAre("k1"));
}

}  // namespace
}  // namespace potential::evidence

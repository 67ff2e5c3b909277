// Student projects, research outputs and links with universities: rules, steps and indicators.

#include "potential/evidence/v1/research_output.pb.h"
#include "potential/evidence/v1/student_project.pb.h"
#include "potential/evidence/v1/university_link.pb.h"
#include "services/evidence/evidence_testing.h"

namespace potential::evidence {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::Violates;
using v1::ResearchOutput;
using v1::StudentProject;
using v1::UniversityLink;

class StudentProjectTest : public EvidenceTest {
 protected:
  void Make(const std::string& id, const std::string& more = "") {
    ASSERT_THAT(calls_.Create<StudentProject>(id, kStudentProject + more), IsOk());
  }
  absl::StatusOr<StudentProject> Do(const std::string& verb, const std::string& id,
                                    const std::string& more = "") {
    return calls_.Do<StudentProject>(verb + "StudentProject", id, more);
  }
};

TEST_F(StudentProjectTest, StartsAndIsCompletedAndStaysOpen) {
  Make("s1");
  EXPECT_THAT(Do("Complete", "s1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Do("Start", "s1", "date: '2026-06-16'"), Violates("date"));
  const auto started = Do("Start", "s1", "date: '2026-03-01'");
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(started->state(), StudentProject::STARTED);
  EXPECT_EQ(started->start_date(), "2026-03-01");
  EXPECT_THAT(Do("Start", "s1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Do("Complete", "s1", "date: '2026-02-28'"), Violates("date"));
  const auto completed = Do("Complete", "s1", "date: '2026-06-01'");
  ASSERT_THAT(completed, IsOk());
  EXPECT_EQ(completed->state(), StudentProject::COMPLETED);
  EXPECT_EQ(completed->ended_date(), "2026-06-01");
  EXPECT_THAT(Do("Stop", "s1", "reason: 'Late'"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(calls_.Update<StudentProject>("s1", "findings: 'Three'", {"findings"}), IsOk());
}

TEST_F(StudentProjectTest, IsStoppedWithAReasonAndLocked) {
  Make("s1");
  EXPECT_THAT(Do("Stop", "s1", "reason: 'Late'"), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(Do("Start", "s1"), IsOk());
  EXPECT_THAT(Do("Stop", "s1", "reason: 'Late' date: '2026-06-14'"), Violates("date"));
  const auto stopped = Do("Stop", "s1", "reason: 'Student left'");
  ASSERT_THAT(stopped, IsOk());
  EXPECT_EQ(stopped->state(), StudentProject::STOPPED);
  EXPECT_EQ(stopped->stop_reason(), "Student left");
  EXPECT_THAT(calls_.Update<StudentProject>("s1", "findings: 'Three'", {"findings"}),
              Refuses("RECORD_LOCKED"));
}

TEST_F(StudentProjectTest, IsNotPlannedToEndBeforeItStarts) {
  Make("s1", "planned_end_date: '2026-05-31'");
  EXPECT_THAT(Do("Start", "s1", "date: '2026-06-01'"), Violates("planned_end_date"));
  ASSERT_THAT(Do("Start", "s1", "date: '2026-05-31'"), IsOk());
  EXPECT_THAT(
      calls_.Update<StudentProject>("s1", "planned_end_date: '2026-05-30'", {"planned_end_date"}),
      Violates("student_project.planned_end_date"));
}

TEST_F(StudentProjectTest, IsProposedBeforeWhatFollows) {
  const auto create = [this](const std::string& days) {
    return calls_.Create<StudentProject>("s1", kStudentProject + days);
  };
  EXPECT_THAT(create("proposed_date: '2026-06-16'"), Violates("student_project.proposed_date"));
  EXPECT_THAT(create("proposed_date: '2026-03-01' planned_end_date: '2026-02-28'"),
              Violates("student_project.planned_end_date"));
  ASSERT_THAT(create("proposed_date: '2026-03-01' planned_end_date: '2026-12-31'"), IsOk());
  EXPECT_THAT(Do("Start", "s1", "date: '2026-02-28'"), Violates("date"));
  ASSERT_THAT(Do("Start", "s1", "date: '2026-03-02'"), IsOk());
  EXPECT_THAT(calls_.Update<StudentProject>("s1", "proposed_date: '2026-03-03'", {"proposed_date"}),
              Violates("student_project.proposed_date"));
}

TEST_F(StudentProjectTest, CountsOnceItHasStartedWhateverBecameOfIt) {
  constexpr char kId[] = "evidence.student_projects_started";
  for (const char* id : {"proposed", "started", "completed", "stopped"}) Make(id);
  ASSERT_THAT(Do("Start", "started", "date: '2026-03-01'"), IsOk());
  ASSERT_THAT(Do("Start", "completed", "date: '2026-03-31'"), IsOk());
  ASSERT_THAT(Do("Complete", "completed"), IsOk());
  ASSERT_THAT(Do("Start", "stopped", "date: '2026-04-01'"), IsOk());
  ASSERT_THAT(Do("Stop", "stopped", "reason: 'Late'"), IsOk());
  EXPECT_EQ(calls_.Flow(kId, "2026-02-01", "2026-02-28").value(), 0);
  EXPECT_EQ(calls_.Flow(kId, "2026-03-01", "2026-03-31").value(), 2);
  EXPECT_EQ(calls_.Flow(kId, "2026-04-01", "2026-04-30").value(), 1);
  EXPECT_EQ(Members(kId, "kind", kThisYear),
            (std::map<std::string, double>{{"LITERATURE_SEARCH", 3}}));
  EXPECT_EQ(Members(kId, "service_line", kThisYear),
            (std::map<std::string, double>{{"community", 3}}));
  EXPECT_EQ(calls_.ListNames("ListStudentProjects", "start_date:*")->size(), 3u);
}

class ResearchOutputTest : public EvidenceTest {
 protected:
  absl::StatusOr<ResearchOutput> Create(const std::string& id, const std::string& more = "") {
    return calls_.Create<ResearchOutput>(id, kPublication + more);
  }
  absl::StatusOr<ResearchOutput> Do(const std::string& verb, const std::string& id,
                                    const std::string& more = "") {
    return calls_.Do<ResearchOutput>(verb + "ResearchOutput", id, more);
  }
};

constexpr char kTalk[] =
    "kind: PRESENTATION title: 'Talk' venue: 'Conference' submitted_date: '2026-01-10' ";

TEST_F(ResearchOutputTest, IsNotSentInInTheFuture) {
  constexpr char kPoster[] = "kind: PRESENTATION title: 'Poster' venue: 'Conference' ";
  EXPECT_THAT(
      calls_.Create<ResearchOutput>("r1", std::string(kPoster) + "submitted_date: '2026-06-16'"),
      Violates("research_output.submitted_date"));
  EXPECT_THAT(
      calls_.Create<ResearchOutput>("r1", std::string(kPoster) + "submitted_date: '2026-06-15'"),
      IsOk());
}

TEST_F(ResearchOutputTest, HasPlaceAndDayOfAConferenceAsAPresentationOnly) {
  EXPECT_THAT(Create("r1", "venue_location: 'London'"), Violates("research_output.venue_location"));
  EXPECT_THAT(Create("r1", "event_date: '2026-09-01'"), Violates("research_output.event_date"));
  EXPECT_THAT(calls_.Create<ResearchOutput>(
                  "r1", std::string(kTalk) + "venue_location: 'London' event_date: '2026-09-01'"),
              IsOk());
}

TEST_F(ResearchOutputTest, IsAcceptedThenPublishedAndLocked) {
  ASSERT_THAT(Create("r1", "link: 'https://example.org/preprint'"), IsOk());
  EXPECT_THAT(Do("Publish", "r1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Do("Accept", "r1", "date: '2026-01-09'"), Violates("date"));
  const auto accepted = Do("Accept", "r1", "date: '2026-03-01'");
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(accepted->state(), ResearchOutput::ACCEPTED);
  EXPECT_EQ(accepted->accepted_date(), "2026-03-01");
  EXPECT_THAT(Do("Accept", "r1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Do("Reject", "r1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(
      calls_.Update<ResearchOutput>("r1", "submitted_date: '2026-03-02'", {"submitted_date"}),
      Violates("research_output.submitted_date"));
  EXPECT_THAT(Do("Publish", "r1", "date: '2026-02-28'"), Violates("date"));
  const auto published = Do("Publish", "r1", "date: '2026-05-01' doi: '10.1177/0308022619879361'");
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published->state(), ResearchOutput::PUBLISHED);
  EXPECT_EQ(published->published_date(), "2026-05-01");
  EXPECT_EQ(published->doi(), "10.1177/0308022619879361");
  EXPECT_EQ(published->link(), "https://example.org/preprint");
  EXPECT_THAT(Do("Withdraw", "r1", "reason: 'No'"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(calls_.Update<ResearchOutput>("r1", "title: 'Other'", {"title"}),
              Refuses("RECORD_LOCKED"));
}

TEST_F(ResearchOutputTest, TakesTheAddressThatItIsPublishedAt) {
  ASSERT_THAT(Create("r1", "link: 'https://example.org/preprint'"), IsOk());
  ASSERT_THAT(Do("Accept", "r1"), IsOk());
  EXPECT_EQ(Do("Publish", "r1", "link: 'https://example.org/article'")->link(),
            "https://example.org/article");
}

TEST_F(ResearchOutputTest, IsRejectedFromSubmittedOnly) {
  ASSERT_THAT(Create("r1"), IsOk());
  EXPECT_THAT(Do("Reject", "r1", "date: '2026-01-09'"), Violates("date"));
  const auto rejected = Do("Reject", "r1", "date: '2026-02-01' reason: 'Out of scope'");
  ASSERT_THAT(rejected, IsOk());
  EXPECT_EQ(rejected->state(), ResearchOutput::REJECTED);
  EXPECT_EQ(rejected->ended_date(), "2026-02-01");
  EXPECT_EQ(rejected->end_reason(), "Out of scope");
  for (const char* verb : {"Accept", "Publish", "Reject"}) {
    EXPECT_THAT(Do(verb, "r1"), Refuses("ILLEGAL_TRANSITION"));
  }
  EXPECT_THAT(Do("Withdraw", "r1", "reason: 'No'"), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(ResearchOutputTest, IsWithdrawnWhileItIsNotOut) {
  ASSERT_THAT(Create("r1"), IsOk());
  EXPECT_EQ(Do("Withdraw", "r1", "reason: 'No time'")->state(), ResearchOutput::WITHDRAWN);
  EXPECT_THAT(Do("Withdraw", "r1", "reason: 'Again'"), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(Create("r2"), IsOk());
  ASSERT_THAT(Do("Accept", "r2", "date: '2026-03-01'"), IsOk());
  EXPECT_THAT(Do("Withdraw", "r2", "reason: 'No' date: '2026-02-28'"), Violates("date"));
  EXPECT_EQ(Do("Withdraw", "r2", "reason: 'No' date: '2026-03-01'")->ended_date(), "2026-03-01");
}

TEST_F(ResearchOutputTest, CountsFromAcceptanceUnlessItIsWithdrawn) {
  constexpr char kId[] = "evidence.outputs_accepted";
  for (const char* id : {"submitted", "accepted", "published", "withdrawn"}) {
    ASSERT_THAT(Create(id), IsOk());
  }
  ASSERT_THAT(calls_.Create<ResearchOutput>("talk", kTalk), IsOk());
  ASSERT_THAT(Do("Accept", "accepted", "date: '2026-03-31'"), IsOk());
  ASSERT_THAT(Do("Accept", "published", "date: '2026-04-01'"), IsOk());
  ASSERT_THAT(Do("Publish", "published"), IsOk());
  ASSERT_THAT(Do("Accept", "withdrawn", "date: '2026-04-01'"), IsOk());
  ASSERT_THAT(Do("Withdraw", "withdrawn", "reason: 'No'"), IsOk());
  ASSERT_THAT(Do("Accept", "talk", "date: '2026-04-30'"), IsOk());
  EXPECT_EQ(calls_.Flow(kId, "2026-03-01", "2026-03-30").value(), 0);
  EXPECT_EQ(calls_.Flow(kId, "2026-03-01", "2026-03-31").value(), 1);
  EXPECT_EQ(calls_.Flow(kId, "2026-04-01", "2026-04-30").value(), 2);
  EXPECT_EQ(Members(kId, "kind", kThisYear),
            (std::map<std::string, double>{{"PRESENTATION", 1}, {"PUBLICATION", 2}}));
  EXPECT_EQ(Members(kId, "service_line", kThisYear),
            (std::map<std::string, double>{{"", 1}, {"community", 2}}));
  EXPECT_EQ(calls_
                .ListNames("ListResearchOutputs",
                           "(state = ACCEPTED OR state = PUBLISHED) AND accepted_date >= "
                           "\"2026-04-01\"")
                ->size(),
            2u);
}

class UniversityLinkTest : public EvidenceTest {
 protected:
  absl::StatusOr<UniversityLink> Do(const std::string& verb, const std::string& id,
                                    const std::string& more = "") {
    return calls_.Do<UniversityLink>(verb + "UniversityLink", id, more);
  }
  double Active(const std::string& day) {
    return calls_.Stock("evidence.university_links", day).value();
  }
};

TEST_F(UniversityLinkTest, NamesEachPurposeOnce) {
  EXPECT_THAT(calls_.Create<UniversityLink>("l1", std::string(kLink) + "purposes: TEACHING"),
              Violates("university_link.purposes[1]"));
  EXPECT_THAT(
      calls_.Create<UniversityLink>("l1", std::string(kLink) + "purposes: PURPOSE_UNSPECIFIED"),
      Violates("university_link.purposes[1]"));
  EXPECT_THAT(calls_.Create<UniversityLink>("l1", std::string(kLink) + "purposes: JOINT_POSTS"),
              IsOk());
}

TEST_F(UniversityLinkTest, BecomesActiveAndEnds) {
  ASSERT_THAT(calls_.Create<UniversityLink>("l1", kLink), IsOk());
  const auto active = Do("Activate", "l1", "date: '2026-03-01'");
  ASSERT_THAT(active, IsOk());
  EXPECT_EQ(active->state(), UniversityLink::ACTIVE);
  EXPECT_EQ(active->start_date(), "2026-03-01");
  EXPECT_THAT(Do("Activate", "l1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Do("End", "l1", "date: '2026-02-28'"), Violates("date"));
  const auto ended = Do("End", "l1", "date: '2026-05-01' reason: 'Moved on'");
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->state(), UniversityLink::ENDED);
  EXPECT_EQ(ended->ended_date(), "2026-05-01");
  EXPECT_EQ(ended->end_reason(), "Moved on");
  EXPECT_THAT(Do("End", "l1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Do("Activate", "l1"), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(UniversityLinkTest, BeginsWithItsFirstContact) {
  const auto create = [this](const std::string& days) {
    return calls_.Create<UniversityLink>("l1", kLink + days);
  };
  EXPECT_THAT(create("first_contact_date: '2026-06-16'"),
              Violates("university_link.first_contact_date"));
  EXPECT_THAT(create("first_contact_date: '2026-03-01' review_date: '2026-02-28'"),
              Violates("university_link.review_date"));
  ASSERT_THAT(create("first_contact_date: '2026-03-01' review_date: '2026-05-31'"), IsOk());
  EXPECT_THAT(Do("End", "l1", "date: '2026-02-28'"), Violates("date"));
  EXPECT_THAT(Do("Activate", "l1", "date: '2026-02-28'"), Violates("date"));
  ASSERT_THAT(Do("Activate", "l1", "date: '2026-03-02'"), IsOk());
  EXPECT_THAT(calls_.Update<UniversityLink>("l1", "first_contact_date: '2026-03-03'",
                                            {"first_contact_date"}),
              Violates("university_link.first_contact_date"));
  EXPECT_THAT(calls_.Update<UniversityLink>("l1", "review_date: '2026-03-01'", {"review_date"}),
              Violates("university_link.review_date"));
}

TEST_F(UniversityLinkTest, CountsWhileItIsActive) {
  for (const char* id : {"l1", "talks", "ended-talks"}) {
    ASSERT_THAT(calls_.Create<UniversityLink>(id, kLink), IsOk());
  }
  ASSERT_THAT(Do("Activate", "l1", "date: '2026-03-01'"), IsOk());
  ASSERT_THAT(Do("End", "l1", "date: '2026-05-01'"), IsOk());
  ASSERT_THAT(Do("End", "ended-talks", "date: '2026-04-01'"), IsOk());
  EXPECT_EQ(Active("2026-02-28"), 0);
  EXPECT_EQ(Active("2026-03-01"), 1);
  EXPECT_EQ(Active("2026-04-30"), 1);
  EXPECT_EQ(Active("2026-05-01"), 0);
}

}  // namespace
}  // namespace potential::evidence

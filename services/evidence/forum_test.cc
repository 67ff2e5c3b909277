// Agenda templates, forums and their meetings: rules and steps.

#include "potential/evidence/v1/agenda_template.pb.h"
#include "potential/evidence/v1/forum.pb.h"
#include "potential/evidence/v1/forum_meeting.pb.h"
#include "services/evidence/evidence_testing.h"

namespace potential::evidence {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::StatusIs;
using testing::Violates;
using v1::AgendaTemplate;
using v1::Forum;
using v1::ForumMeeting;

class ForumTest : public EvidenceTest {
 protected:
  void MakeAgreedAgenda(const std::string& id, const std::string& more = "") {
    ASSERT_THAT(calls_.Create<AgendaTemplate>(id, kAgenda + more), IsOk());
    ASSERT_THAT(Agree(id, "date: '2026-01-05'"), IsOk());
  }
  void MakeForumWithAgenda() {
    MakeAgreedAgenda("a1");
    ASSERT_THAT(calls_.Create<Forum>("f1", kForum + UsesAgenda("a1")), IsOk());
  }
  std::string UsesAgenda(const std::string& id) const {
    return "agenda_template: '" + calls_.Name<AgendaTemplate>(id) + "' ";
  }
  absl::StatusOr<AgendaTemplate> Agree(const std::string& id, const std::string& more = "") {
    return calls_.Do<AgendaTemplate>("AgreeAgendaTemplate", id, more);
  }
  absl::StatusOr<AgendaTemplate> Revise(const std::string& id, const std::string& next) {
    return calls_.Do<AgendaTemplate>("ReviseAgendaTemplate", id,
                                     "agenda_template_id: '" + next + "'");
  }
  absl::StatusOr<ForumMeeting> Meet(const std::string& id, const std::string& more = "",
                                    const std::string& date = "2026-06-10") {
    return calls_.Create<ForumMeeting>(
        id, "forum: '" + calls_.Name<Forum>("f1") + "' date: '" + date + "' " + more);
  }
  absl::StatusOr<ForumMeeting> Hold(const std::string& id) {
    return calls_.Do<ForumMeeting>("HoldForumMeeting", id);
  }
};

TEST_F(ForumTest, AgendaStartsAsFirstVersionWithItemsOfTheirOwn) {
  const auto made = calls_.Create<AgendaTemplate>("a1", std::string(kAgenda) + "version: 4");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->version(), 1);
  EXPECT_EQ(made->state(), AgendaTemplate::DRAFT);
  EXPECT_THAT(calls_.Create<AgendaTemplate>(
                  "a2", std::string(kAgenda) + "items { id: 'welcome' title: 'Again' }"),
              Violates("agenda_template.items[2].id"));
}

TEST_F(ForumTest, AgendaIsAgreedOnceOnADayUpToToday) {
  ASSERT_THAT(calls_.Create<AgendaTemplate>("a1", kAgenda), IsOk());
  EXPECT_THAT(Agree("a1", "date: '2026-06-16'"), Violates("date"));
  const auto agreed = Agree("a1");
  ASSERT_THAT(agreed, IsOk());
  EXPECT_EQ(agreed->state(), AgendaTemplate::AGREED);
  EXPECT_EQ(agreed->agreed_date(), "2026-06-15");
  EXPECT_THAT(Agree("a1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(calls_.Update<AgendaTemplate>("a1", "title: 'Other'", {"title"}),
              Refuses("RECORD_LOCKED"));
}

TEST_F(ForumTest, AgendaIsNotAgreedAfterItsReviewDate) {
  ASSERT_THAT(
      calls_.Create<AgendaTemplate>("a1", std::string(kAgenda) + "review_date: '2026-05-01'"),
      IsOk());
  EXPECT_THAT(Agree("a1", "date: '2026-05-02'"), Refuses("REVIEW_DATE_PASSED"));
  EXPECT_THAT(Agree("a1", "date: '2026-05-01'"), IsOk());
}

TEST_F(ForumTest, AgendaIsRevisedAndReplacedByTheVersionThatIsAgreedFirst) {
  ASSERT_THAT(
      calls_.Create<AgendaTemplate>("a1", std::string(kAgenda) + "review_date: '2027-01-01'"),
      IsOk());
  EXPECT_THAT(Revise("a1", "a2"), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(Agree("a1", "date: '2026-02-01'"), IsOk());
  const auto next = Revise("a1", "a2");
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->state(), AgendaTemplate::DRAFT);
  EXPECT_EQ(next->version(), 2);
  EXPECT_EQ(next->supersedes(), calls_.Name<AgendaTemplate>("a1"));
  EXPECT_EQ(next->items_size(), 2);
  EXPECT_EQ(next->review_date(), "");
  EXPECT_EQ(next->agreed_date(), "");
  ASSERT_THAT(Revise("a1", "a3"), IsOk());

  EXPECT_THAT(Agree("a2", "date: '2026-01-31'"), Violates("date"));
  ASSERT_THAT(Agree("a2", "date: '2026-03-01'"), IsOk());
  const auto replaced = calls_.Get<AgendaTemplate>("a1");
  EXPECT_EQ(replaced->state(), AgendaTemplate::SUPERSEDED);
  EXPECT_EQ(replaced->superseded_date(), "2026-03-01");
  EXPECT_THAT(Agree("a3"), Refuses("REPLACED_ALREADY"));
  EXPECT_THAT(Revise("a1", "a4"), Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(ForumTest, AgendaIsNotRevisedUnderAnOldEtagOrATakenName) {
  const auto made = calls_.Create<AgendaTemplate>("a1", kAgenda);
  ASSERT_THAT(Agree("a1"), IsOk());
  EXPECT_THAT(
      calls_.Do<AgendaTemplate>("ReviseAgendaTemplate", "a1", "etag: '" + made->etag() + "'"),
      StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Revise("a1", "a1"), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(ForumTest, ForumUsesAnAgreedAgendaAndKeepsItWhenItIsReplaced) {
  ASSERT_THAT(calls_.Create<AgendaTemplate>("draft", kAgenda), IsOk());
  EXPECT_THAT(calls_.Create<Forum>("f1", kForum + UsesAgenda("draft")),
              Refuses("AGENDA_NOT_AGREED"));
  MakeForumWithAgenda();
  EXPECT_THAT(calls_.Update<Forum>("f1", UsesAgenda("draft"), {"agenda_template"}),
              Refuses("AGENDA_NOT_AGREED"));
  ASSERT_THAT(Revise("a1", "a2"), IsOk());
  ASSERT_THAT(Agree("a2"), IsOk());
  EXPECT_THAT(calls_.Update<Forum>("f1", "title: 'Forum'", {"title"}), IsOk());
  EXPECT_THAT(calls_.Update<Forum>("f1", UsesAgenda("a2"), {"agenda_template"}), IsOk());
  EXPECT_THAT(calls_.Update<Forum>("f1", UsesAgenda("a1"), {"agenda_template"}),
              Refuses("AGENDA_NOT_AGREED"));
  EXPECT_THAT(calls_.Update<Forum>("f1", "", {"agenda_template"}), IsOk());
}

TEST_F(ForumTest, ForumEndsWhenNoMeetingIsScheduled) {
  ASSERT_THAT(calls_.Create<Forum>("f1", std::string(kForum) + "start_date: '2026-02-01'"), IsOk());
  ASSERT_THAT(Meet("m1"), IsOk());
  EXPECT_THAT(calls_.Do<Forum>("EndForum", "f1"), Refuses("MEETINGS_SCHEDULED"));
  ASSERT_THAT(calls_.Do<ForumMeeting>("CancelForumMeeting", "m1"), IsOk());
  EXPECT_THAT(calls_.Do<Forum>("EndForum", "f1", "date: '2026-01-31'"), Violates("date"));
  const auto ended = calls_.Do<Forum>("EndForum", "f1", "date: '2026-06-01'");
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->state(), Forum::ENDED);
  EXPECT_EQ(ended->ended_date(), "2026-06-01");
  EXPECT_THAT(calls_.Do<Forum>("EndForum", "f1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Meet("m2"), Refuses("FORUM_ENDED"));
}

TEST_F(ForumTest, MeetingCountsWhoCameAndWhatIsOpen) {
  ASSERT_THAT(calls_.Create<Forum>("f1", kForum), IsOk());
  const auto made = Meet("m1",
                         "attendance { service_line: 'community' count: 7 } "
                         "attendance { service_line: 'acute-urgent-care' count: 5 } "
                         "actions { text: 'Book the room' done: true done_date: '2026-06-11' } "
                         "actions { text: 'Send the paper' } attendance_total: 99");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->attendance_total(), 12);
  EXPECT_EQ(made->open_actions(), 1);
}

TEST_F(ForumTest, ActionsOfAMeetingComeAfterItAndAreDoneByToday) {
  ASSERT_THAT(calls_.Create<Forum>("f1", kForum), IsOk());
  EXPECT_THAT(Meet("m1", "actions { text: 'Book' due_date: '2026-06-09' }"),
              Violates("forum_meeting.actions[0].due_date"));
  EXPECT_THAT(Meet("m1", "actions { text: 'Book' done: true done_date: '2026-06-09' }"),
              Violates("forum_meeting.actions[0].done_date"));
  EXPECT_THAT(Meet("m1", "actions { text: 'Book' done: true done_date: '2026-06-16' }"),
              Violates("forum_meeting.actions[0].done_date"));
  EXPECT_THAT(Meet("m1",
                   "actions { text: 'Book' due_date: '2026-07-01' done: true "
                   "done_date: '2026-06-15' }"),
              IsOk());
}

TEST_F(ForumTest, MeetingNamesLinesAndItemsOnceAndDoneDatesOfDoneActionsOnly) {
  ASSERT_THAT(calls_.Create<Forum>("f1", kForum), IsOk());
  EXPECT_THAT(Meet("m1",
                   "attendance { service_line: 'community' count: 7 } "
                   "attendance { service_line: 'community' count: 5 }"),
              Violates("forum_meeting.attendance[1].service_line"));
  EXPECT_THAT(Meet("m1", "items { item_id: 'welcome' } items { item_id: 'welcome' }"),
              Violates("forum_meeting.items[1].item_id"));
  EXPECT_THAT(Meet("m1", "actions { text: 'Book' done_date: '2026-06-11' }"),
              Violates("forum_meeting.actions[0].done_date"));
}

TEST_F(ForumTest, MeetingIsHeldOnceAndNotInTheFuture) {
  ASSERT_THAT(calls_.Create<Forum>("f1", kForum), IsOk());
  ASSERT_THAT(Meet("m1", "", "2026-06-16"), IsOk());
  EXPECT_THAT(Hold("m1"), Refuses("MEETING_IN_FUTURE"));
  ASSERT_THAT(calls_.Update<ForumMeeting>("m1", "date: '2026-06-15'", {"date"}), IsOk());
  ASSERT_THAT(Hold("m1"), IsOk());
  EXPECT_THAT(Hold("m1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(calls_.Do<ForumMeeting>("CancelForumMeeting", "m1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(calls_.Update<ForumMeeting>("m1", "date: '2026-06-16'", {"date"}),
              Violates("forum_meeting.date"));
}

TEST_F(ForumTest, MeetingIsCancelledWithAReasonAndLocked) {
  ASSERT_THAT(calls_.Create<Forum>("f1", kForum), IsOk());
  ASSERT_THAT(Meet("m1"), IsOk());
  const auto cancelled = calls_.Do<ForumMeeting>("CancelForumMeeting", "m1", "reason: 'Snow'");
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_EQ(cancelled->state(), ForumMeeting::CANCELLED);
  EXPECT_EQ(cancelled->cancel_reason(), "Snow");
  EXPECT_THAT(Hold("m1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(calls_.Update<ForumMeeting>("m1", "location: 'Room 1'", {"location"}),
              Refuses("RECORD_LOCKED"));
}

TEST_F(ForumTest, MeetingFollowsTheAgendaWhenEveryItemIsCoveredOrCarriedOver) {
  MakeForumWithAgenda();
  ASSERT_THAT(Meet("m1",
                   "items { item_id: 'welcome' outcome: COVERED } "
                   "items { item_id: 'practice' outcome: NOT_COVERED }"),
              IsOk());
  EXPECT_FALSE(calls_.Get<ForumMeeting>("m1")->follows_agenda());
  const auto held = Hold("m1");
  ASSERT_THAT(held, IsOk());
  EXPECT_EQ(held->agenda_template(), calls_.Name<AgendaTemplate>("a1"));
  EXPECT_FALSE(held->follows_agenda());
  const auto changed =
      calls_.Update<ForumMeeting>("m1",
                                  "items { item_id: 'welcome' outcome: COVERED } "
                                  "items { item_id: 'practice' outcome: CARRIED_OVER }",
                                  {"items"});
  ASSERT_THAT(changed, IsOk());
  EXPECT_TRUE(changed->follows_agenda());
  EXPECT_FALSE(
      calls_.Update<ForumMeeting>("m1", "items { item_id: 'welcome' outcome: COVERED }", {"items"})
          ->follows_agenda());
}

TEST_F(ForumTest, MeetingThatIsNotHeldOrHasNoAgendaDoesNotFollowIt) {
  ASSERT_THAT(calls_.Create<Forum>("f1", kForum), IsOk());
  const auto made = Meet("m1", "items { item_id: 'welcome' outcome: COVERED }");
  ASSERT_THAT(made, IsOk());
  EXPECT_FALSE(made->follows_agenda());
  EXPECT_FALSE(Hold("m1")->follows_agenda());
}

TEST_F(ForumTest, MeetingThatWasHeldSpeaksOfItemsOfItsAgendaOnly) {
  MakeForumWithAgenda();
  ASSERT_THAT(Meet("m1", "items { item_id: 'welcome' } items { item_id: 'tea' }"), IsOk());
  EXPECT_THAT(Hold("m1"), Violates("items[1].item_id"));
}

TEST_F(ForumTest, MeetingIsJudgedByTheAgendaOfTheDayOnWhichItWasHeld) {
  MakeForumWithAgenda();
  ASSERT_THAT(Meet("m1",
                   "items { item_id: 'welcome' outcome: COVERED } "
                   "items { item_id: 'practice' outcome: COVERED }"),
              IsOk());
  ASSERT_THAT(Hold("m1"), IsOk());
  ASSERT_THAT(Revise("a1", "a2"), IsOk());
  ASSERT_THAT(Agree("a2"), IsOk());
  ASSERT_THAT(calls_.Update<Forum>("f1", UsesAgenda("a2"), {"agenda_template"}), IsOk());
  const auto changed = calls_.Update<ForumMeeting>("m1", "location: 'Room 1'", {"location"});
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->agenda_template(), calls_.Name<AgendaTemplate>("a1"));
  EXPECT_TRUE(changed->follows_agenda());
}

TEST_F(ForumTest, MeetingsHeldCountByDayForumAndAgenda) {
  constexpr char kId[] = "evidence.forum_meetings_held";
  MakeForumWithAgenda();
  ASSERT_THAT(Meet("held", "illustrative: true", "2026-05-31"), IsOk());
  ASSERT_THAT(Hold("held"), IsOk());
  ASSERT_THAT(Meet("follows",
                   "items { item_id: 'welcome' outcome: COVERED } "
                   "items { item_id: 'practice' outcome: CARRIED_OVER }",
                   "2026-06-01"),
              IsOk());
  ASSERT_THAT(Hold("follows"), IsOk());
  ASSERT_THAT(Meet("planned"), IsOk());
  EXPECT_EQ(calls_.Flow(kId, "2026-05-01", "2026-05-30").value(), 0);
  EXPECT_EQ(calls_.Flow(kId, "2026-05-01", "2026-05-31").value(), 1);
  EXPECT_TRUE(calls_.Flow(kId, "2026-05-01", "2026-05-31").illustrative());
  EXPECT_EQ(calls_.Flow(kId, "2026-06-01", "2026-06-30").value(), 1);
  EXPECT_FALSE(calls_.Flow(kId, "2026-06-01", "2026-06-30").illustrative());
  EXPECT_EQ(Members(kId, "follows_agenda", kThisYear),
            (std::map<std::string, double>{{"false", 1}, {"true", 1}}));
  EXPECT_EQ(Members(kId, "forum", kThisYear), (std::map<std::string, double>{{"f1", 2}}));
  EXPECT_EQ(calls_
                .ListNames("ListForumMeetings",
                           "state = HELD AND forum = \"organisations/swlstg/forums/f1\"")
                ->size(),
            2u);
}

}  // namespace
}  // namespace potential::evidence

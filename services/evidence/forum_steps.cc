#include "services/evidence/forum_steps.h"

#include <string>

#include "potential/evidence/v1/forum_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/storage/status_macros.h"
#include "services/evidence/agreement.h"

namespace potential::evidence {
namespace {

using records::DayOfStep;
using records::Transaction;
using storage::Predicate;
using v1::AgendaTemplate;
using v1::Forum;
using v1::ForumMeeting;

absl::Status AgreeAgendaTemplate(Transaction& transaction,
                                 const v1::AgreeAgendaTemplateRequest& request,
                                 AgendaTemplate& agenda) {
  ASSIGN_OR_RETURN(const std::string day, DayOfStep(transaction, request, agenda.state(),
                                                    {AgendaTemplate::DRAFT}, "agreed"));
  if (!agenda.review_date().empty() && agenda.review_date() < day) {
    return records::Refuse("REVIEW_DATE_PASSED",
                           "the review date is before the day of agreement; set a later one first");
  }
  agenda.set_state(AgendaTemplate::AGREED);
  agenda.set_agreed_date(day);
  return ReplaceRevised(transaction, agenda, day);
}

absl::StatusOr<AgendaTemplate> ReviseAgendaTemplate(
    Transaction& transaction, const v1::ReviseAgendaTemplateRequest& request) {
  ASSIGN_OR_RETURN(AgendaTemplate next, ReviseAgreed<AgendaTemplate>(transaction, request,
                                                                     request.agenda_template_id()));
  RETURN_IF_ERROR(transaction.Insert(next));
  return next;
}

absl::Status EndForum(Transaction& transaction, const v1::EndForumRequest& request, Forum& forum) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, forum.state(), {Forum::ACTIVE}, "ended",
                             {forum.start_date(), "the day on which it started"}));
  ASSIGN_OR_RETURN(
      const bool meets_again,
      transaction.AnyOther<ForumMeeting>(
          Predicate::All(
              {Predicate::Eq("forum", forum.name()),
               Predicate::Eq("state", ForumMeeting::State_Name(ForumMeeting::SCHEDULED))}),
          ""));
  if (meets_again) {
    return records::Refuse("MEETINGS_SCHEDULED",
                           "a meeting of the forum is scheduled; hold or cancel it first");
  }
  forum.set_state(Forum::ENDED);
  forum.set_ended_date(day);
  return absl::OkStatus();
}

absl::Status HoldForumMeeting(Transaction& transaction, const v1::HoldForumMeetingRequest&,
                              ForumMeeting& meeting) {
  RETURN_IF_ERROR(records::RequireState(meeting.state(), {ForumMeeting::SCHEDULED}, "held"));
  if (meeting.date() > records::TodayText(transaction)) {
    return records::Refuse("MEETING_IN_FUTURE", "the date of the meeting is after today");
  }
  ASSIGN_OR_RETURN(const Forum forum, transaction.Get<Forum>(meeting.forum()));
  meeting.set_state(ForumMeeting::HELD);
  meeting.set_agenda_template(forum.agenda_template());
  return absl::OkStatus();
}

absl::Status CancelForumMeeting(Transaction&, const v1::CancelForumMeetingRequest& request,
                                ForumMeeting& meeting) {
  RETURN_IF_ERROR(records::RequireState(meeting.state(), {ForumMeeting::SCHEDULED}, "cancelled"));
  meeting.set_state(ForumMeeting::CANCELLED);
  meeting.set_cancel_reason(request.reason());
  return absl::OkStatus();
}

}  // namespace

void BindForumSteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.evidence.v1.ForumService");
  bind("AgreeAgendaTemplate", AgreeAgendaTemplate);
  bind("EndForum", EndForum);
  bind("HoldForumMeeting", HoldForumMeeting);
  bind("CancelForumMeeting", CancelForumMeeting);
  records.Write<v1::ReviseAgendaTemplateRequest, AgendaTemplate>(
      routes, "potential.evidence.v1.ForumService.ReviseAgendaTemplate", ReviseAgendaTemplate);
}

}  // namespace potential::evidence

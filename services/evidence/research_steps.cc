#include "services/evidence/research_steps.h"

#include <string>

#include "potential/evidence/v1/research_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/storage/status_macros.h"
#include "services/evidence/project_dates.h"

namespace potential::evidence {
namespace {

using records::DayOfStep;
using records::Earliest;
using records::Transaction;
using v1::ResearchOutput;
using v1::StudentProject;
using v1::UniversityLink;

absl::Status StartStudentProject(Transaction& transaction,
                                 const v1::StartStudentProjectRequest& request,
                                 StudentProject& project) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, project.state(), {StudentProject::PROPOSED},
                             "started", ProposalOf(project)));
  project.set_state(StudentProject::STARTED);
  project.set_start_date(day);
  return absl::OkStatus();
}

// Takes a STARTED project to one of its ends.
template <typename Request>
absl::Status EndStudentProject(Transaction& transaction, const Request& request,
                               StudentProject::State end, absl::string_view step,
                               StudentProject& project) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, project.state(), {StudentProject::STARTED}, step,
                             Earliest{project.start_date(), "the day on which it started"}));
  project.set_state(end);
  project.set_ended_date(day);
  return absl::OkStatus();
}

absl::Status CompleteStudentProject(Transaction& transaction,
                                    const v1::CompleteStudentProjectRequest& request,
                                    StudentProject& project) {
  return EndStudentProject(transaction, request, StudentProject::COMPLETED, "completed", project);
}

absl::Status StopStudentProject(Transaction& transaction,
                                const v1::StopStudentProjectRequest& request,
                                StudentProject& project) {
  RETURN_IF_ERROR(
      EndStudentProject(transaction, request, StudentProject::STOPPED, "stopped", project));
  project.set_stop_reason(request.reason());
  return absl::OkStatus();
}

// The last thing that happened to an output that is not decided or not out yet.
Earliest LastDayOf(const ResearchOutput& output) {
  if (output.accepted_date().empty()) {
    return {output.submitted_date(), "the day on which it was sent in"};
  }
  return {output.accepted_date(), "the day on which it was accepted"};
}

absl::Status AcceptResearchOutput(Transaction& transaction,
                                  const v1::AcceptResearchOutputRequest& request,
                                  ResearchOutput& output) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, output.state(), {ResearchOutput::SUBMITTED},
                             "accepted", LastDayOf(output)));
  output.set_state(ResearchOutput::ACCEPTED);
  output.set_accepted_date(day);
  return absl::OkStatus();
}

absl::Status PublishResearchOutput(Transaction& transaction,
                                   const v1::PublishResearchOutputRequest& request,
                                   ResearchOutput& output) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, output.state(), {ResearchOutput::ACCEPTED},
                             "published", LastDayOf(output)));
  output.set_state(ResearchOutput::PUBLISHED);
  output.set_published_date(day);
  if (!request.doi().empty()) output.set_doi(request.doi());
  if (!request.link().empty()) output.set_link(request.link());
  return absl::OkStatus();
}

// Takes an output in one of the states `from` to one of its ends.
template <typename Request>
absl::Status EndResearchOutput(Transaction& transaction, const Request& request,
                               std::initializer_list<ResearchOutput::State> from,
                               ResearchOutput::State end, absl::string_view step,
                               ResearchOutput& output) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, output.state(), from, step, LastDayOf(output)));
  output.set_state(end);
  output.set_ended_date(day);
  output.set_end_reason(request.reason());
  return absl::OkStatus();
}

absl::Status RejectResearchOutput(Transaction& transaction,
                                  const v1::RejectResearchOutputRequest& request,
                                  ResearchOutput& output) {
  return EndResearchOutput(transaction, request, {ResearchOutput::SUBMITTED},
                           ResearchOutput::REJECTED, "rejected", output);
}

absl::Status WithdrawResearchOutput(Transaction& transaction,
                                    const v1::WithdrawResearchOutputRequest& request,
                                    ResearchOutput& output) {
  return EndResearchOutput(transaction, request,
                           {ResearchOutput::SUBMITTED, ResearchOutput::ACCEPTED},
                           ResearchOutput::WITHDRAWN, "withdrawn", output);
}

// The last thing that happened to a link that has not ended.
Earliest LastDayOf(const UniversityLink& link) {
  if (link.start_date().empty()) {
    return {link.first_contact_date(), "the day of the first contact"};
  }
  return {link.start_date(), "the day on which it became active"};
}

absl::Status ActivateUniversityLink(Transaction& transaction,
                                    const v1::ActivateUniversityLinkRequest& request,
                                    UniversityLink& link) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, link.state(), {UniversityLink::IN_DISCUSSION},
                             "made active", LastDayOf(link)));
  link.set_state(UniversityLink::ACTIVE);
  link.set_start_date(day);
  return absl::OkStatus();
}

absl::Status EndUniversityLink(Transaction& transaction,
                               const v1::EndUniversityLinkRequest& request, UniversityLink& link) {
  ASSIGN_OR_RETURN(
      const std::string day,
      DayOfStep(transaction, request, link.state(),
                {UniversityLink::IN_DISCUSSION, UniversityLink::ACTIVE}, "ended", LastDayOf(link)));
  link.set_state(UniversityLink::ENDED);
  link.set_ended_date(day);
  link.set_end_reason(request.reason());
  return absl::OkStatus();
}

}  // namespace

void BindResearchSteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.evidence.v1.ResearchService");
  bind("StartStudentProject", StartStudentProject);
  bind("CompleteStudentProject", CompleteStudentProject);
  bind("StopStudentProject", StopStudentProject);
  bind("AcceptResearchOutput", AcceptResearchOutput);
  bind("PublishResearchOutput", PublishResearchOutput);
  bind("RejectResearchOutput", RejectResearchOutput);
  bind("WithdrawResearchOutput", WithdrawResearchOutput);
  bind("ActivateUniversityLink", ActivateUniversityLink);
  bind("EndUniversityLink", EndUniversityLink);
}

}  // namespace potential::evidence

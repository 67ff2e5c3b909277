#include "services/workforce/apprenticeship_steps.h"

#include <string>

#include "potential/workforce/v1/apprenticeship_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::workforce {
namespace {

using records::RequireState;
using records::StepDate;
using records::Transaction;
using v1::Apprenticeship;
using v1::InfrastructureItem;

absl::Status StartApprenticeship(Transaction& transaction,
                                 const v1::StartApprenticeshipRequest& request,
                                 Apprenticeship& apprenticeship) {
  RETURN_IF_ERROR(RequireState(apprenticeship.state(), {Apprenticeship::WAITING}, "started"));
  const std::string& wanted =
      request.start_date().empty() ? apprenticeship.start_date() : request.start_date();
  ASSIGN_OR_RETURN(const std::string day, StepDate(wanted, "start_date", transaction));
  const std::string& planned_end = apprenticeship.planned_end_date();
  if (!planned_end.empty() && day > planned_end) {
    return resource::InvalidArgument(
        "start_date", absl::StrCat("must not be after the planned end, ", planned_end));
  }
  apprenticeship.set_state(Apprenticeship::LIVE);
  apprenticeship.set_start_date(day);
  return absl::OkStatus();
}

// No step of an apprenticeship lies before its first day or inside a break that it has had.
records::Earliest EarliestStep(const Apprenticeship& apprenticeship) {
  if (apprenticeship.pauses().empty()) return {apprenticeship.start_date(), "the start date"};
  const Apprenticeship::Pause& latest = *apprenticeship.pauses().rbegin();
  if (latest.end_date().empty()) return {latest.start_date(), "the start of the break"};
  return {latest.end_date(), "the end of the latest break"};
}

absl::Status PauseApprenticeship(Transaction& transaction,
                                 const v1::PauseApprenticeshipRequest& request,
                                 Apprenticeship& apprenticeship) {
  RETURN_IF_ERROR(RequireState(apprenticeship.state(), {Apprenticeship::LIVE}, "paused"));
  if (apprenticeship.pauses_size() >= kMaxPauses) {
    return records::Refuse("TOO_MANY_BREAKS", "there have been 20 breaks of learning; stop it");
  }
  ASSIGN_OR_RETURN(const std::string day,
                   StepDate(request.paused_date(), "paused_date", transaction));
  RETURN_IF_ERROR(records::RequireNotBefore(day, EarliestStep(apprenticeship), "paused_date"));
  apprenticeship.set_state(Apprenticeship::PAUSED);
  Apprenticeship::Pause& pause = *apprenticeship.add_pauses();
  pause.set_start_date(day);
  pause.set_reason(request.reason());
  return absl::OkStatus();
}

// Ends the break that lasts, if there is one.
void EndPause(Apprenticeship& apprenticeship, const std::string& day) {
  if (apprenticeship.state() != Apprenticeship::PAUSED) return;
  apprenticeship.mutable_pauses()->rbegin()->set_end_date(day);
}

absl::Status ResumeApprenticeship(Transaction& transaction,
                                  const v1::ResumeApprenticeshipRequest& request,
                                  Apprenticeship& apprenticeship) {
  RETURN_IF_ERROR(RequireState(apprenticeship.state(), {Apprenticeship::PAUSED}, "resumed"));
  ASSIGN_OR_RETURN(const std::string day,
                   StepDate(request.resumed_date(), "resumed_date", transaction));
  RETURN_IF_ERROR(records::RequireNotBefore(day, EarliestStep(apprenticeship), "resumed_date"));
  EndPause(apprenticeship, day);
  apprenticeship.set_state(Apprenticeship::LIVE);
  if (!request.planned_end_date().empty()) {
    apprenticeship.set_planned_end_date(request.planned_end_date());
  }
  return absl::OkStatus();
}

absl::Status StopApprenticeship(Transaction& transaction,
                                const v1::StopApprenticeshipRequest& request,
                                Apprenticeship& apprenticeship) {
  RETURN_IF_ERROR(RequireState(
      apprenticeship.state(),
      {Apprenticeship::WAITING, Apprenticeship::LIVE, Apprenticeship::PAUSED}, "stopped"));
  ASSIGN_OR_RETURN(const std::string day, StepDate(request.end_date(), "end_date", transaction));
  if (apprenticeship.state() == Apprenticeship::WAITING) {
    // The day was planned only. Kept, it would tell of an apprenticeship that had begun.
    apprenticeship.clear_start_date();
  }
  RETURN_IF_ERROR(records::RequireNotBefore(day, EarliestStep(apprenticeship), "end_date"));
  EndPause(apprenticeship, day);
  apprenticeship.set_state(Apprenticeship::STOPPED);
  apprenticeship.set_actual_end_date(day);
  apprenticeship.set_stop_reason(request.reason());
  apprenticeship.set_stop_reason_text(request.reason_text());
  return absl::OkStatus();
}

absl::Status CompleteApprenticeship(Transaction& transaction,
                                    const v1::CompleteApprenticeshipRequest& request,
                                    Apprenticeship& apprenticeship) {
  RETURN_IF_ERROR(RequireState(apprenticeship.state(), {Apprenticeship::LIVE}, "completed"));
  ASSIGN_OR_RETURN(const std::string day, StepDate(request.end_date(), "end_date", transaction));
  RETURN_IF_ERROR(records::RequireNotBefore(day, EarliestStep(apprenticeship), "end_date"));
  apprenticeship.set_state(Apprenticeship::COMPLETED);
  apprenticeship.set_actual_end_date(day);
  apprenticeship.set_destination(request.destination());
  apprenticeship.set_next_role(request.next_role());
  return absl::OkStatus();
}

absl::Status RecordApprenticeshipDestination(
    Transaction&, const v1::RecordApprenticeshipDestinationRequest& request,
    Apprenticeship& apprenticeship) {
  RETURN_IF_ERROR(RequireState(apprenticeship.state(),
                               {Apprenticeship::STOPPED, Apprenticeship::COMPLETED},
                               "given a destination"));
  apprenticeship.set_destination(request.destination());
  apprenticeship.set_next_role(request.next_role());
  return absl::OkStatus();
}

absl::Status CompleteInfrastructureItem(Transaction& transaction,
                                        const v1::CompleteInfrastructureItemRequest& request,
                                        InfrastructureItem& item) {
  RETURN_IF_ERROR(RequireState(item.state(), {InfrastructureItem::TO_DO}, "completed"));
  ASSIGN_OR_RETURN(const std::string day, StepDate(request.done_date(), "done_date", transaction));
  item.set_state(InfrastructureItem::DONE);
  item.set_done_date(day);
  return absl::OkStatus();
}

absl::Status ReopenInfrastructureItem(Transaction&, const v1::ReopenInfrastructureItemRequest&,
                                      InfrastructureItem& item) {
  RETURN_IF_ERROR(RequireState(item.state(), {InfrastructureItem::DONE}, "reopened"));
  item.set_state(InfrastructureItem::TO_DO);
  item.clear_done_date();
  return absl::OkStatus();
}

}  // namespace

void BindApprenticeshipSteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.workforce.v1.ApprenticeshipService");
  bind("StartApprenticeship", StartApprenticeship);
  bind("PauseApprenticeship", PauseApprenticeship);
  bind("ResumeApprenticeship", ResumeApprenticeship);
  bind("StopApprenticeship", StopApprenticeship);
  bind("CompleteApprenticeship", CompleteApprenticeship);
  bind("RecordApprenticeshipDestination", RecordApprenticeshipDestination);
  bind("CompleteInfrastructureItem", CompleteInfrastructureItem);
  bind("ReopenInfrastructureItem", ReopenInfrastructureItem);
}

}  // namespace potential::workforce

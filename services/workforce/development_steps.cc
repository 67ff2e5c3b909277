#include "services/workforce/development_steps.h"

#include <string>

#include "potential/workforce/v1/development_service.pb.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/storage/status_macros.h"
#include "services/workforce/gatherings.h"

namespace potential::workforce {
namespace {

using records::Transaction;
using v1::Enrolment;
using v1::Evaluation;

// What completion and withdrawal have in common. That the end is not before the start is a rule of
// the record.
template <typename Request>
absl::Status EndEnrolment(Transaction& transaction, const Request& request, Enrolment& enrolment,
                          Enrolment::State state, absl::string_view step) {
  RETURN_IF_ERROR(records::RequireState(enrolment.state(), {Enrolment::ENROLLED}, step));
  ASSIGN_OR_RETURN(const std::string day,
                   records::StepDate(request.end_date(), "end_date", transaction));
  enrolment.set_state(state);
  enrolment.set_end_date(day);
  return absl::OkStatus();
}

absl::Status CompleteEnrolment(Transaction& transaction,
                               const v1::CompleteEnrolmentRequest& request, Enrolment& enrolment) {
  enrolment.set_outcome(request.outcome());
  return EndEnrolment(transaction, request, enrolment, Enrolment::COMPLETED, "completed");
}

absl::Status WithdrawEnrolment(Transaction& transaction,
                               const v1::WithdrawEnrolmentRequest& request, Enrolment& enrolment) {
  RETURN_IF_ERROR(EndEnrolment(transaction, request, enrolment, Enrolment::WITHDRAWN, "withdrawn"));
  if (request.reason() == Enrolment::OTHER_REASON && request.reason_text().empty()) {
    return resource::InvalidArgument("reason_text", "is required with the reason OTHER_REASON");
  }
  enrolment.set_withdrawal_reason(request.reason());
  enrolment.set_withdrawal_text(request.reason_text());
  return absl::OkStatus();
}

absl::Status CompleteEvaluation(Transaction& transaction,
                                const v1::CompleteEvaluationRequest& request,
                                Evaluation& evaluation) {
  RETURN_IF_ERROR(records::RequireState(evaluation.state(), {Evaluation::PLANNED}, "completed"));
  if (evaluation.findings().empty()) {
    return records::Refuse("NO_FINDINGS", "no findings are recorded; record them first");
  }
  ASSIGN_OR_RETURN(const std::string day,
                   records::StepDate(request.completed_date(), "completed_date", transaction));
  evaluation.set_state(Evaluation::COMPLETED);
  evaluation.set_completed_date(day);
  return absl::OkStatus();
}

}  // namespace

void BindDevelopmentSteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.workforce.v1.DevelopmentService");
  bind("CompleteEnrolment", CompleteEnrolment);
  bind("WithdrawEnrolment", WithdrawEnrolment);
  bind("CompleteEvaluation", CompleteEvaluation);
  bind("HoldTrainingEvent", HoldGathering<v1::HoldTrainingEventRequest, v1::TrainingEvent>);
  bind("CancelTrainingEvent", CancelGathering<v1::CancelTrainingEventRequest, v1::TrainingEvent>);
}

}  // namespace potential::workforce

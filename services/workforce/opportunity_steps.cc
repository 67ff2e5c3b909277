#include "services/workforce/opportunity_steps.h"

#include <string>

#include "potential/workforce/v1/opportunity_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/storage/status_macros.h"
#include "services/workforce/gatherings.h"

namespace potential::workforce {
namespace {

using records::Transaction;
using v1::Opportunity;

absl::Status OpenOpportunity(Transaction& transaction, const v1::OpenOpportunityRequest& request,
                             Opportunity& opportunity) {
  RETURN_IF_ERROR(records::RequireState(opportunity.state(), {Opportunity::DRAFT}, "opened"));
  ASSIGN_OR_RETURN(const std::string day,
                   records::StepDate(request.opened_date(), "opened_date", transaction));
  if (!opportunity.closing_date().empty() && opportunity.closing_date() < day) {
    return records::Refuse("CLOSING_DATE_PASSED",
                           "the closing date is before the day on which it opens; change one");
  }
  opportunity.set_state(Opportunity::OPEN);
  opportunity.set_opened_date(day);
  return absl::OkStatus();
}

// The three ways in which an opportunity stops being open.
template <typename Request>
absl::Status EndOpportunity(Transaction& transaction, const Request& request,
                            Opportunity& opportunity, Opportunity::State state,
                            absl::string_view step) {
  RETURN_IF_ERROR(records::RequireState(opportunity.state(), {Opportunity::OPEN}, step));
  ASSIGN_OR_RETURN(const std::string day,
                   records::StepDate(request.ended_date(), "ended_date", transaction));
  RETURN_IF_ERROR(records::RequireNotBefore(
      day, {opportunity.opened_date(), "the day on which it opened"}, "ended_date"));
  opportunity.set_state(state);
  opportunity.set_ended_date(day);
  return absl::OkStatus();
}

absl::Status FillOpportunity(Transaction& transaction, const v1::FillOpportunityRequest& request,
                             Opportunity& opportunity) {
  return EndOpportunity(transaction, request, opportunity, Opportunity::FILLED, "filled");
}

absl::Status CloseOpportunity(Transaction& transaction, const v1::CloseOpportunityRequest& request,
                              Opportunity& opportunity) {
  return EndOpportunity(transaction, request, opportunity, Opportunity::CLOSED, "closed");
}

absl::Status WithdrawOpportunity(Transaction& transaction,
                                 const v1::WithdrawOpportunityRequest& request,
                                 Opportunity& opportunity) {
  return EndOpportunity(transaction, request, opportunity, Opportunity::WITHDRAWN, "withdrawn");
}

absl::Status HoldAdviceSession(Transaction& transaction,
                               const v1::HoldAdviceSessionRequest& request,
                               v1::AdviceSession& session) {
  RETURN_IF_ERROR(HoldGathering(transaction, request, session));
  if (!request.themes().empty()) *session.mutable_themes() = request.themes();
  return absl::OkStatus();
}

}  // namespace

void BindOpportunitySteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.workforce.v1.OpportunityService");
  bind("OpenOpportunity", OpenOpportunity);
  bind("FillOpportunity", FillOpportunity);
  bind("CloseOpportunity", CloseOpportunity);
  bind("WithdrawOpportunity", WithdrawOpportunity);
  bind("HoldAdviceSession", HoldAdviceSession);
  bind("CancelAdviceSession", CancelGathering<v1::CancelAdviceSessionRequest, v1::AdviceSession>);
}

}  // namespace potential::workforce

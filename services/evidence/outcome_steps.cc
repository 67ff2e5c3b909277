#include "services/evidence/outcome_steps.h"

#include <algorithm>
#include <string>

#include "potential/evidence/v1/outcome_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/storage/status_macros.h"
#include "services/evidence/agreement.h"

namespace potential::evidence {
namespace {

using records::Transaction;
using v1::OutcomeStandard;

// A score at the start and one later, without which no change can be seen.
bool MeasuresChange(const OutcomeStandard& standard) {
  const auto& points = standard.measure_points();
  const auto has = [&points](OutcomeStandard::Phase point) {
    return std::find(points.begin(), points.end(), point) != points.end();
  };
  return has(OutcomeStandard::BASELINE) &&
         (has(OutcomeStandard::REVIEW) || has(OutcomeStandard::DISCHARGE));
}

absl::Status AgreeOutcomeStandard(Transaction& transaction,
                                  const v1::AgreeOutcomeStandardRequest& request,
                                  OutcomeStandard& standard) {
  ASSIGN_OR_RETURN(const std::string day, records::DayOfStep(transaction, request, standard.state(),
                                                             {OutcomeStandard::DRAFT}, "agreed"));
  if (!standard.has_target_paired_percent()) {
    return records::Refuse("PAIRED_TARGET_MISSING",
                           "there is no target for paired scores; set one first");
  }
  if (!MeasuresChange(standard)) {
    return records::Refuse("MEASURE_POINTS_MISSING",
                           "agreement needs BASELINE and one later point");
  }
  RETURN_IF_ERROR(records::RequireReviewAfter(standard, day));
  standard.set_state(OutcomeStandard::AGREED);
  standard.set_agreed_date(day);
  standard.set_agreed_by_roles(request.agreed_by_roles());
  return ReplaceRevised(transaction, standard, day);
}

absl::StatusOr<OutcomeStandard> ReviseOutcomeStandard(
    Transaction& transaction, const v1::ReviseOutcomeStandardRequest& request) {
  ASSIGN_OR_RETURN(OutcomeStandard next, ReviseAgreed<OutcomeStandard>(
                                             transaction, request, request.outcome_standard_id()));
  next.clear_agreed_by_roles();
  RETURN_IF_ERROR(transaction.Insert(next));
  return next;
}

}  // namespace

void BindOutcomeSteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.evidence.v1.OutcomeService");
  bind("AgreeOutcomeStandard", AgreeOutcomeStandard);
  records.Write<v1::ReviseOutcomeStandardRequest, OutcomeStandard>(
      routes, "potential.evidence.v1.OutcomeService.ReviseOutcomeStandard", ReviseOutcomeStandard);
}

}  // namespace potential::evidence

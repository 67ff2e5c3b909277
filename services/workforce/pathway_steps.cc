#include "services/workforce/pathway_steps.h"

#include <string>

#include "potential/workforce/v1/development_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/records/versions.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::workforce {
namespace {

using records::Transaction;
using v1::CareerPathway;

// Puts the version that `next` replaces out of force.
absl::Status SupersedePredecessor(const CareerPathway& next, Transaction& transaction) {
  if (next.supersedes().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(CareerPathway previous, transaction.Get<CareerPathway>(next.supersedes()));
  RETURN_IF_ERROR(
      records::RequireState(previous.state(), {CareerPathway::PUBLISHED}, "superseded"));
  RETURN_IF_ERROR(records::RequireNotBefore(
      next.published_date(), {previous.published_date(), "the publication of the version before"},
      "published_date"));
  previous.set_state(CareerPathway::SUPERSEDED);
  previous.set_superseded_date(next.published_date());
  return transaction.Save(previous);
}

absl::Status PublishCareerPathway(Transaction& transaction,
                                  const v1::PublishCareerPathwayRequest& request,
                                  CareerPathway& pathway) {
  RETURN_IF_ERROR(records::RequireState(pathway.state(), {CareerPathway::DRAFT}, "published"));
  if (pathway.steps().empty()) {
    return records::Refuse("NO_STEPS", "the pathway has no steps; add one first");
  }
  ASSIGN_OR_RETURN(const std::string day,
                   records::StepDate(request.published_date(), "published_date", transaction));
  pathway.set_state(CareerPathway::PUBLISHED);
  pathway.set_published_date(day);
  return SupersedePredecessor(pathway, transaction);
}

// The published version stays in force until the draft is published.
absl::StatusOr<CareerPathway> ReviseCareerPathway(Transaction& transaction,
                                                  const v1::ReviseCareerPathwayRequest& request) {
  ASSIGN_OR_RETURN(CareerPathway draft, records::NextVersion<CareerPathway>(
                                            transaction, request, request.career_pathway_id(),
                                            {CareerPathway::PUBLISHED}));
  draft.clear_published_date();
  draft.clear_superseded_date();
  RETURN_IF_ERROR(transaction.Insert(draft));
  return draft;
}

}  // namespace

void BindPathwaySteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.workforce.v1.DevelopmentService");
  bind("PublishCareerPathway", PublishCareerPathway);
  records.Write<v1::ReviseCareerPathwayRequest, CareerPathway>(
      routes, "potential.workforce.v1.DevelopmentService.ReviseCareerPathway", ReviseCareerPathway);
}

}  // namespace potential::workforce

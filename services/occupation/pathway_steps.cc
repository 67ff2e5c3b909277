#include "services/occupation/pathway_steps.h"

#include <string>

#include "potential/occupation/v1/pathway_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/records/versions.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::occupation {
namespace {

using records::Transaction;
using v1::ReferralPathway;

absl::Status PublishReferralPathway(Transaction& transaction,
                                    const v1::PublishReferralPathwayRequest& request,
                                    ReferralPathway& pathway) {
  ASSIGN_OR_RETURN(const std::string day,
                   records::DayOfStep(transaction, request, pathway.state(),
                                      {ReferralPathway::DRAFT}, "published"));
  if (pathway.steps().empty()) {
    return records::Refuse("STEPS_MISSING", "the pathway has no steps; add one first");
  }
  if (pathway.published_link().empty()) {
    return records::Refuse("LINK_MISSING", "there is no published link; set one first");
  }
  RETURN_IF_ERROR(records::RequireReviewAfter(pathway, day));
  pathway.set_state(ReferralPathway::PUBLISHED);
  pathway.set_published_date(day);
  if (pathway.supersedes().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(ReferralPathway earlier, transaction.Get<ReferralPathway>(pathway.supersedes()));
  const std::string in_force_since = earlier.published_date();
  return records::Supersede(transaction, std::move(earlier), in_force_since, day);
}

absl::StatusOr<ReferralPathway> ReviseReferralPathway(
    Transaction& transaction, const v1::ReviseReferralPathwayRequest& request) {
  ASSIGN_OR_RETURN(ReferralPathway next, records::NextVersion<ReferralPathway>(
                                             transaction, request, request.referral_pathway_id(),
                                             {ReferralPathway::PUBLISHED}));
  next.clear_published_date();
  RETURN_IF_ERROR(transaction.Insert(next));
  return next;
}

}  // namespace

void BindPathwaySteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.occupation.v1.PathwayService");
  bind("PublishReferralPathway", PublishReferralPathway);
  records.Write<v1::ReviseReferralPathwayRequest, ReferralPathway>(
      routes, "potential.occupation.v1.PathwayService.ReviseReferralPathway",
      ReviseReferralPathway);
}

}  // namespace potential::occupation

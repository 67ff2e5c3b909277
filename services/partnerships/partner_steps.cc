#include "services/partnerships/partner_steps.h"

#include <string>

#include "potential/partnerships/v1/partner_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::partnerships {
namespace {

using records::DayOfStep;
using records::Transaction;
using v1::Partner;
using v1::PartnerScoping;

absl::Status EndPartner(Transaction& transaction, const v1::EndPartnerRequest& request,
                        Partner& partner) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, partner.state(), {Partner::ACTIVE}, "ended",
                             {partner.agreement_start_date(), "the first day of the agreement"}));
  partner.set_state(Partner::ENDED);
  partner.set_ended_date(day);
  partner.set_end_reason(request.reason());
  return absl::OkStatus();
}

absl::Status ContactPartnerScoping(Transaction& transaction,
                                   const v1::ContactPartnerScopingRequest& request,
                                   PartnerScoping& scoping) {
  ASSIGN_OR_RETURN(
      const std::string day,
      DayOfStep(transaction, request, scoping.state(), {PartnerScoping::SCOPED}, "contacted",
                {scoping.scoped_date(), "the day on which the fit was judged"}));
  scoping.set_state(PartnerScoping::CONTACTED);
  scoping.set_contacted_date(day);
  return absl::OkStatus();
}

absl::Status ActivatePartnerScoping(Transaction& transaction,
                                    const v1::ActivatePartnerScopingRequest& request,
                                    PartnerScoping& scoping) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, scoping.state(), {PartnerScoping::CONTACTED},
                             "activated", {scoping.contacted_date(), "the first contact"}));
  scoping.set_state(PartnerScoping::ACTIVE);
  scoping.set_active_date(day);
  return absl::OkStatus();
}

absl::Status EndPartnerScoping(Transaction& transaction,
                               const v1::EndPartnerScopingRequest& request,
                               PartnerScoping& scoping) {
  ASSIGN_OR_RETURN(
      const std::string day,
      DayOfStep(transaction, request, scoping.state(), {PartnerScoping::ACTIVE}, "ended",
                {scoping.active_date(), "the day on which the work together began"}));
  scoping.set_state(PartnerScoping::ENDED);
  scoping.set_ended_date(day);
  scoping.set_end_reason(request.reason());
  return absl::OkStatus();
}

}  // namespace

void BindPartnerSteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.partnerships.v1.PartnerService");
  bind("EndPartner", EndPartner);
  bind("ContactPartnerScoping", ContactPartnerScoping);
  bind("ActivatePartnerScoping", ActivatePartnerScoping);
  bind("EndPartnerScoping", EndPartnerScoping);
}

}  // namespace potential::partnerships

#include "services/partnerships/joint_work_steps.h"

#include <string>

#include "potential/partnerships/v1/joint_work_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/storage/status_macros.h"
#include "services/partnerships/joint_work_rules.h"

namespace potential::partnerships {
namespace {

using records::DayOfStep;
using records::Refuse;
using records::Transaction;
using v1::CoProductionProject;
using v1::SharedResource;
using v1::TeachingOpportunity;

absl::Status StartCoProductionProject(Transaction& transaction,
                                      const v1::StartCoProductionProjectRequest& request,
                                      CoProductionProject& project) {
  ASSIGN_OR_RETURN(const std::string day, DayOfStep(transaction, request, project.state(),
                                                    {CoProductionProject::PROPOSED}, "started"));
  if (!InvolvesPeople(project)) {
    return Refuse("NOBODY_INVOLVED", "no service user and no carer is involved; involve one first");
  }
  if (project.ladder_step_start() == CoProductionProject::LADDER_STEP_UNSPECIFIED) {
    return Refuse("LADDER_STEP_MISSING", "the step of the ladder at the start is not given");
  }
  project.set_state(CoProductionProject::ACTIVE);
  project.set_start_date(day);
  return absl::OkStatus();
}

absl::Status CompleteCoProductionProject(Transaction& transaction,
                                         const v1::CompleteCoProductionProjectRequest& request,
                                         CoProductionProject& project) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, project.state(), {CoProductionProject::ACTIVE},
                             "completed", {project.start_date(), "its first day"}));
  if (project.ladder_step_now() == CoProductionProject::LADDER_STEP_UNSPECIFIED) {
    return Refuse("LADDER_STEP_MISSING", "the step of the ladder now is not given");
  }
  if (project.decisions_made().empty()) {
    return Refuse("DECISIONS_MISSING",
                  "no decision of service users and carers is given; add those they made");
  }
  if (project.impact().empty()) {
    return Refuse("IMPACT_MISSING", "the impact is not given; say what has changed");
  }
  project.set_state(CoProductionProject::COMPLETED);
  project.set_end_date(day);
  return absl::OkStatus();
}

absl::Status StopCoProductionProject(Transaction& transaction,
                                     const v1::StopCoProductionProjectRequest& request,
                                     CoProductionProject& project) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, project.state(),
                             {CoProductionProject::PROPOSED, CoProductionProject::ACTIVE},
                             "stopped", {project.start_date(), "its first day"}));
  project.set_state(CoProductionProject::STOPPED);
  project.set_end_date(day);
  project.set_stop_reason(request.reason());
  return absl::OkStatus();
}

// Nothing of an opportunity lies before the day on which it was offered.
records::Earliest Offered(const TeachingOpportunity& teaching) {
  return {teaching.offered_date(), "the day on which it was offered"};
}

absl::Status AgreeTeachingOpportunity(Transaction& transaction,
                                      const v1::AgreeTeachingOpportunityRequest& request,
                                      TeachingOpportunity& teaching) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, teaching.state(), {TeachingOpportunity::OFFERED},
                             "agreed", Offered(teaching)));
  teaching.set_state(TeachingOpportunity::AGREED);
  teaching.set_agreed_date(day);
  return absl::OkStatus();
}

absl::Status DeliverTeachingOpportunity(Transaction& transaction,
                                        const v1::DeliverTeachingOpportunityRequest& request,
                                        TeachingOpportunity& teaching) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, teaching.state(), {TeachingOpportunity::AGREED},
                             "delivered", Offered(teaching)));
  teaching.set_state(TeachingOpportunity::DELIVERED);
  teaching.set_delivered_date(day);
  return absl::OkStatus();
}

absl::Status CancelTeachingOpportunity(Transaction& transaction,
                                       const v1::CancelTeachingOpportunityRequest& request,
                                       TeachingOpportunity& teaching) {
  return records::CancelRecord(transaction, request, teaching,
                               {TeachingOpportunity::OFFERED, TeachingOpportunity::AGREED},
                               Offered(teaching));
}

absl::Status ShareSharedResource(Transaction& transaction,
                                 const v1::ShareSharedResourceRequest& request,
                                 SharedResource& resource) {
  ASSIGN_OR_RETURN(const std::string day, DayOfStep(transaction, request, resource.state(),
                                                    {SharedResource::DRAFT}, "shared"));
  if (resource.shared_with().empty()) {
    return Refuse("RECIPIENT_MISSING", "it lists no organisation to share with; add one first");
  }
  resource.set_state(SharedResource::SHARED);
  resource.set_shared_date(day);
  return absl::OkStatus();
}

absl::Status WithdrawSharedResource(Transaction& transaction,
                                    const v1::WithdrawSharedResourceRequest& request,
                                    SharedResource& resource) {
  ASSIGN_OR_RETURN(
      const std::string day,
      DayOfStep(transaction, request, resource.state(), {SharedResource::SHARED}, "withdrawn",
                {resource.shared_date(), "the day on which it was shared"}));
  resource.set_state(SharedResource::WITHDRAWN);
  resource.set_withdrawn_date(day);
  resource.set_withdraw_reason(request.reason());
  return absl::OkStatus();
}

}  // namespace

void BindJointWorkSteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.partnerships.v1.JointWorkService");
  bind("StartCoProductionProject", StartCoProductionProject);
  bind("CompleteCoProductionProject", CompleteCoProductionProject);
  bind("StopCoProductionProject", StopCoProductionProject);
  bind("AgreeTeachingOpportunity", AgreeTeachingOpportunity);
  bind("DeliverTeachingOpportunity", DeliverTeachingOpportunity);
  bind("CancelTeachingOpportunity", CancelTeachingOpportunity);
  bind("ShareSharedResource", ShareSharedResource);
  bind("WithdrawSharedResource", WithdrawSharedResource);
}

}  // namespace potential::partnerships

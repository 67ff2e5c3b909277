#include "services/partnerships/equipment_steps.h"

#include <string>
#include <utility>

#include "potential/partnerships/v1/equipment_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/records/versions.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::partnerships {
namespace {

using records::Transaction;
using v1::EquipmentProtocol;

absl::Status RatifyEquipmentProtocol(Transaction& transaction,
                                     const v1::RatifyEquipmentProtocolRequest& request,
                                     EquipmentProtocol& protocol) {
  ASSIGN_OR_RETURN(const std::string day,
                   records::DayOfStep(transaction, request, protocol.state(),
                                      {EquipmentProtocol::DRAFT}, "ratified"));
  RETURN_IF_ERROR(records::RequireReviewAfter(protocol, day));
  protocol.set_state(EquipmentProtocol::RATIFIED);
  protocol.set_ratified_date(day);
  if (protocol.supersedes().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(EquipmentProtocol earlier,
                   transaction.Get<EquipmentProtocol>(protocol.supersedes()));
  const std::string in_force_since = earlier.ratified_date();
  return records::Supersede(transaction, std::move(earlier), in_force_since, day);
}

absl::Status MarkEquipmentProtocolReviewDue(Transaction& transaction,
                                            const v1::MarkEquipmentProtocolReviewDueRequest&,
                                            EquipmentProtocol& protocol) {
  RETURN_IF_ERROR(
      records::RequireState(protocol.state(), {EquipmentProtocol::RATIFIED}, "called for review"));
  protocol.set_state(EquipmentProtocol::REVIEW_DUE);
  protocol.set_review_due_date(records::TodayText(transaction));
  return absl::OkStatus();
}

absl::StatusOr<EquipmentProtocol> ReviseEquipmentProtocol(
    Transaction& transaction, const v1::ReviseEquipmentProtocolRequest& request) {
  ASSIGN_OR_RETURN(EquipmentProtocol next,
                   records::NextVersion<EquipmentProtocol>(
                       transaction, request, request.equipment_protocol_id(),
                       {EquipmentProtocol::RATIFIED, EquipmentProtocol::REVIEW_DUE}));
  next.clear_ratified_date();
  next.clear_review_due_date();
  RETURN_IF_ERROR(transaction.Insert(next));
  return next;
}

}  // namespace

void BindEquipmentSteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.partnerships.v1.EquipmentService");
  bind("RatifyEquipmentProtocol", RatifyEquipmentProtocol);
  bind("MarkEquipmentProtocolReviewDue", MarkEquipmentProtocolReviewDue);
  records.Write<v1::ReviseEquipmentProtocolRequest, EquipmentProtocol>(
      routes, "potential.partnerships.v1.EquipmentService.ReviseEquipmentProtocol",
      ReviseEquipmentProtocol);
}

}  // namespace potential::partnerships

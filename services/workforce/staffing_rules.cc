#include "services/workforce/staffing_rules.h"

#include "services/chassis/records/steps.h"
#include "services/chassis/records/uniqueness.h"

namespace potential::workforce {
namespace {

using records::Transaction;
using records::Violations;
using storage::Predicate;
using v1::StaffMovement;

}  // namespace

absl::Status CheckStaffMovement(const StaffMovement& next, const StaffMovement*,
                                Transaction& transaction, Violations& violations) {
  records::RequireNotAfterThisMonth(next.month(), "month", transaction, violations);
  const bool leaver = next.kind() == StaffMovement::LEAVER;
  const bool reasoned = next.leaver_reason() != StaffMovement::LEAVER_REASON_UNSPECIFIED;
  violations.Require(!leaver || reasoned, "leaver_reason", "is required for LEAVER");
  violations.Require(leaver || !reasoned, "leaver_reason", "is accepted for LEAVER only");
  const bool move = next.kind() == StaffMovement::INTERNAL_MOVE;
  violations.Require(move || next.to_service_line().empty(), "to_service_line",
                     "is accepted for INTERNAL_MOVE only");
  violations.Require(move || !next.has_to_band(), "to_band", "is accepted for INTERNAL_MOVE only");
  return absl::OkStatus();
}

absl::Status CheckEstablishmentSnapshot(const v1::EstablishmentSnapshot& next,
                                        const v1::EstablishmentSnapshot*, Transaction& transaction,
                                        Violations& violations) {
  records::RequireNotAfterThisMonth(next.month(), "month", transaction, violations);
  violations.Require(next.staff_in_post_12_months() <= next.staff_in_post(),
                     "staff_in_post_12_months", "must not be above staff_in_post");
  return records::RequireUnique(next,
                                Predicate::All({Predicate::Eq("month", next.month()),
                                                Predicate::Eq("service_line", next.service_line()),
                                                Predicate::Eq("band", int64_t{next.band()})}),
                                transaction);
}

absl::Status CheckStaffTraining(const v1::StaffTraining& next, const v1::StaffTraining*,
                                Transaction& transaction, Violations& violations) {
  records::RequireNotAfterThisMonth(next.month(), "month", transaction, violations);
  violations.Require(!next.has_staff_eligible() || next.staff_eligible() >= next.staff_trained(),
                     "staff_eligible", "must not be below staff_trained");
  return records::RequireUnique(
      next,
      Predicate::All({Predicate::Eq("month", next.month()),
                      Predicate::Eq("service_line", next.service_line()),
                      Predicate::Eq("topic", v1::TrainingEvent::Topic_Name(next.topic()))}),
      transaction);
}

}  // namespace potential::workforce

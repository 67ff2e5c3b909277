#include "services/workforce/apprenticeship_rules.h"

#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/records/uniqueness.h"

namespace potential::workforce {
namespace {

using storage::Predicate;
using v1::Apprenticeship;

}  // namespace

absl::Status CheckApprenticeship(const Apprenticeship& next, const Apprenticeship*,
                                 records::Transaction& transaction,
                                 records::Violations& violations) {
  records::CheckOrder(next.start_date(), next.planned_end_date(), "planned_end_date", "start_date",
                      violations);
  if (next.state() != Apprenticeship::LIVE && next.state() != Apprenticeship::PAUSED) {
    return absl::OkStatus();
  }
  violations.Require(!next.start_date().empty(), "start_date", "is required once it has begun");
  records::RequireNotAfterToday(next.start_date(), "start_date", transaction, violations,
                                "it has begun");
  violations.Require(next.pauses().empty() || next.start_date() <= next.pauses(0).start_date(),
                     "start_date", "must not be after the first break of learning");
  return absl::OkStatus();
}

absl::Status CheckDeliveredCapacity(const v1::DeliveredCapacity& next, const v1::DeliveredCapacity*,
                                    records::Transaction& transaction,
                                    records::Violations& violations) {
  records::RequireNotAfterThisMonth(next.month(), "month", transaction, violations);
  return records::RequireUnique(
      next,
      Predicate::All({Predicate::Eq("month", next.month()),
                      Predicate::Eq("service_line", next.service_line()),
                      Predicate::Eq("ward_type", Apprenticeship::WardType_Name(next.ward_type())),
                      Predicate::Eq("ward", next.ward())}),
      transaction);
}

}  // namespace potential::workforce

// What advice sessions and training events have in common: SCHEDULED -> HELD | CANCELLED.

#ifndef POTENTIAL_SERVICES_WORKFORCE_GATHERINGS_H_
#define POTENTIAL_SERVICES_WORKFORCE_GATHERINGS_H_

#include "absl/status/status.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::workforce {

// Who came is known once they were held, and nothing is
// held on a day that has not come.
template <typename Gathering>
void CheckGathering(const Gathering& next, const records::Transaction& transaction,
                    records::Violations& violations) {
  const bool held = next.state() == Gathering::HELD;
  violations.Require(held || !next.has_attendances(), "attendances",
                     "is accepted in state HELD only");
  violations.Require(!next.has_places() || next.attendances() <= next.places(), "attendances",
                     "must not be above the number of places");
  if (held) {
    records::RequireNotAfterToday(next.date(), "date", transaction, violations, "it was held");
  }
}

template <typename Request, typename Gathering>
absl::Status HoldGathering(records::Transaction& transaction, const Request& request,
                           Gathering& gathering) {
  absl::Status allowed =
      records::RequireState(gathering.state(), {Gathering::SCHEDULED}, "recorded as held");
  if (!allowed.ok()) return allowed;
  if (gathering.date() > records::TodayText(transaction)) {
    return records::Refuse("DATE_IN_FUTURE", "its date is in the future; change it or wait");
  }
  gathering.set_state(Gathering::HELD);
  gathering.set_attendances(request.attendances());
  return absl::OkStatus();
}

template <typename Request, typename Gathering>
absl::Status CancelGathering(records::Transaction&, const Request& request, Gathering& gathering) {
  absl::Status allowed =
      records::RequireState(gathering.state(), {Gathering::SCHEDULED}, "cancelled");
  if (!allowed.ok()) return allowed;
  gathering.set_state(Gathering::CANCELLED);
  gathering.set_cancellation_reason(request.reason());
  return absl::OkStatus();
}

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_GATHERINGS_H_

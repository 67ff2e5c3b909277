// Rules of channels, their reach and campaigns that their contracts cannot state.

#ifndef POTENTIAL_SERVICES_OCCUPATION_PRESENCE_RULES_H_
#define POTENTIAL_SERVICES_OCCUPATION_PRESENCE_RULES_H_

#include <vector>

#include "absl/status/status.h"
#include "potential/occupation/v1/campaign.pb.h"
#include "potential/occupation/v1/channel.pb.h"
#include "potential/occupation/v1/reach_measurement.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"
#include "services/chassis/storage/table.h"

namespace potential::occupation {

// A channel that the public sees has an address.
absl::Status CheckChannel(const v1::Channel& next, const v1::Channel* previous,
                          records::Transaction& transaction, records::Violations& violations);

// Order of dates; what has begun or is over is not in the future; no results before the first day.
absl::Status CheckCampaign(const v1::Campaign& next, const v1::Campaign* previous,
                           records::Transaction& transaction, records::Violations& violations);

// Copies the kind of the channel, which must exist. The month is not in the future and something
// was measured.
absl::Status DeriveReachMeasurement(v1::ReachMeasurement& fact, records::Transaction& transaction,
                                    records::Violations& violations);

// One measurement for each channel and month: ALREADY_EXISTS, naming one of them.
absl::Status CheckReachMeasurements(const std::vector<const v1::ReachMeasurement*>& facts,
                                    records::Transaction& transaction);

// Measurements and visits by month and channel, so that no indicator reads the facts themselves.
inline constexpr char kReachByMonth[] = "reach_by_month";
storage::Rollup ReachByMonth();

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_PRESENCE_RULES_H_

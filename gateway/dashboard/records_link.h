// Where a reader finds the records behind a number.

#ifndef POTENTIAL_GATEWAY_DASHBOARD_RECORDS_LINK_H_
#define POTENTIAL_GATEWAY_DASHBOARD_RECORDS_LINK_H_

#include <string>
#include <vector>

#include "potential/dashboard/v1/dashboard.pb.h"
#include "potential/indicators/v1/indicator.pb.h"
#include "potential/strategy/v1/strategy.pb.h"
#include "services/measures/periods.h"

namespace potential::gateway {

// Which of the records of its parts an outcome's reason counts.
struct JudgedRecords {
  std::string name;  // tells them from others of the same part; empty where there are no others
  std::vector<measures::Window> windows;  // their days: at least one, in order, none overlapping
  std::string dimension;  // only those that are of a member of it; empty for all
};

// The list of the records that an indicator counts under the reference's conditions: for a flow
// within the windows, for a stock on their last day. How a condition is written is part of the
// contract: see RecordsView.dimension_fields.
dashboard::v1::RecordsLink LinkTo(const std::string& organisation,
                                  const indicators::v1::Indicator& indicator,
                                  const strategy::v1::IndicatorRef& ref,
                                  const JudgedRecords& judged);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_DASHBOARD_RECORDS_LINK_H_

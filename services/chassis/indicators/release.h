// Answers for the audience PUBLISHED: figures that count people, under disclosure control.
//
// Whatever part of an indicator is asked for, by whatever periods, the control of a flow is done over
// the whole table of the window: every combination of its dimensions by every month, with the totals by
// each dimension, by quarter, year and over all. A stock is controlled day by day, as its days add up to
// nothing. So the same figure is released in the same way in every answer about the window, and what is
// hidden in one cannot be worked out from another.

#ifndef POTENTIAL_SERVICES_CHASSIS_INDICATORS_RELEASE_H_
#define POTENTIAL_SERVICES_CHASSIS_INDICATORS_RELEASE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/chassis/indicators/catalogue.h"
#include "services/measures/disclosure.h"

namespace potential::indicators {

// Most cells of the table of one question: combinations of dimensions times months.
inline constexpr size_t kMaxReleasedCells = 12000;

// On which days figures that count people may stand: INVALID_ARGUMENT on `as_of` but for today and the
// last days of months, as figures of any two days would tell of single people by their difference.
absl::Status CheckPublishedDay(measures::Day as_of, measures::Day today);

// As Answer, released if the indicator counts people. Of these, INVALID_ARGUMENT (paths under `path`)
// also for what would let numbers be worked out: a part by `where`, a window that is not made of whole
// periods or months, a table of more than kMaxReleasedCells. Members of which nothing is shown are left
// out.
absl::StatusOr<v1::IndicatorResult> AnswerReleased(const v1::Indicator& indicator,
                                                   const Observations& observations,
                                                   const v1::IndicatorQuery& query,
                                                   measures::Day as_of, absl::string_view path,
                                                   measures::DisclosureProfile profile);

}  // namespace potential::indicators

#endif  // POTENTIAL_SERVICES_CHASSIS_INDICATORS_RELEASE_H_

// How the chart of a QI measure is released for the audience PUBLISHED.

#ifndef POTENTIAL_SERVICES_EVIDENCE_QI_RELEASE_H_
#define POTENTIAL_SERVICES_EVIDENCE_QI_RELEASE_H_

#include <optional>
#include <vector>

#include "potential/charts/v1/chart.pb.h"
#include "services/chassis/charts/chart_release.h"
#include "services/measures/disclosure.h"

namespace potential::evidence {

// The figures of the points, one a day, as far as they are of people; nullopt if none is. A measure
// does not say what it counts, so that is judged by its numbers:
//
//   a part of its denominator, both whole   a share of people
//   another value with a denominator        a mean, or a rate of events, of as many people
//   values that are all whole, 0 or more    counts of people
//   other values                            none of people, such as minutes: shown as they are
//
// A mean is withheld when it is of fewer than 5, a rate also when its events are. `in_percent` says
// that quotients are charted times 100. Pure: any thread may call.
std::optional<charts::ChartRelease> ReleaseOf(
    const std::vector<charts::v1::ChartInputPoint>& points, bool in_percent,
    measures::DisclosureProfile profile);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_QI_RELEASE_H_

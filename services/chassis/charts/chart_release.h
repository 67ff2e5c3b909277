// What of a chart of people the audience PUBLISHED may see.
//
//   RETURN_IF_ERROR(charts::CheckReleasable(request));
//   ...                                       // the exact chart
//   charts::ReleaseChart({.figures = ..., .step = charts::kShareStep}, chart);
//
// Charts are analysed exactly and then released: rounding first would change the signals. Lines are
// made of exact figures, so nobody to whom a chart is released may choose what moves them or is
// compared with them; whoever could would find the figures by trying. Pure functions: any thread
// may call them.

#ifndef POTENTIAL_SERVICES_CHASSIS_CHARTS_CHART_RELEASE_H_
#define POTENTIAL_SERVICES_CHASSIS_CHARTS_CHART_RELEASE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "potential/charts/v1/chart.pb.h"
#include "services/measures/disclosure.h"

namespace potential::charts {

// A figure as it is shown. Without a value it is withheld, or there is none.
struct ReleasedFigure {
  std::optional<double> value;
  bool withheld = false;
};

// A count of people; `count` is 0 or more.
ReleasedFigure ReleaseCount(int64_t count);
// A share of people, which is `whole` if all are in it: 100 of percentages, 1 of quotients.
ReleasedFigure ReleaseShare(int64_t numerator, int64_t denominator,
                            measures::DisclosureProfile profile, double whole = 100);

// What lines of charts of counts, of percentages and of means are rounded to.
inline constexpr double kCountStep = static_cast<double>(measures::kCountStep);
inline constexpr double kShareStep = 1;
inline constexpr double kMeanStep = 0.1;

struct ChartRelease {
  // The figures of the points, by date. A value of a point that has none here is withheld.
  std::map<std::string, ReleasedFigure> figures;
  // What lines are rounded to.
  double step = kCountStep;
  // The target was worked out from exact figures.
  bool target_is_of_figures = false;
};

// INVALID_ARGUMENT for what a request for a chart of people chooses by a field of one of the names
// that all such requests share. `chart`: a moving range is a difference of two counts, finer than
// what is shown of them. `start_date`, `end_date`, `target`, `rebase_dates`, `fix_after_n_points`,
// `screen_outliers`, `rule_length`: what moves lines or is compared with them.
absl::Status CheckReleasable(const google::protobuf::Message& request);

// Releases an exact chart. In a group in which a value that counts is withheld, nothing but the
// other values is left, as an order or a sum could tell of it; nor then is a target that came from
// figures. Denominators and moving ranges are never shown.
void ReleaseChart(const ChartRelease& release, v1::Chart& chart);

}  // namespace potential::charts

#endif  // POTENTIAL_SERVICES_CHASSIS_CHARTS_CHART_RELEASE_H_

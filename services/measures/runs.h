// Signals of a run chart by the rules of Anhoej: an unusually long run, or unusually few crossings
// of the centre line (J. Anhoej and A. V. Olesen, PLoS ONE 9 (2014) e113825), as in qicharts2
// 0.8.1.
//
// Pure functions over values: any thread may call them.

#ifndef POTENTIAL_SERVICES_MEASURES_RUNS_H_
#define POTENTIAL_SERVICES_MEASURES_RUNS_H_

#include <optional>
#include <span>

namespace potential::measures {

// What runs tell of a series. Points on the centre line and missing values are not useful: they
// neither break a run nor count in it. Without a useful point the numbers are absent.
struct RunStatistics {
  int useful = 0;
  std::optional<int> longest_run;
  std::optional<int> longest_run_max;
  std::optional<int> crossings;
  std::optional<int> crossings_min;
  // The longest run is longer, or the crossings are fewer.
  bool signal = false;
  bool operator==(const RunStatistics&) const = default;
};

// Of the side of each point: -1 below the centre line, 1 above, 0 not useful.
RunStatistics RunsOf(std::span<const int> sides);

// The longest run that chance makes usual among `useful` points: round(log2(useful)) + 3.
int LongestRunMax(int useful);

// The fewest crossings that chance makes usual: the smallest k with P(X <= k) >= 0.05, X binomial
// of useful - 1 trials at 0.5. `useful` is 1 or more.
int CrossingsMin(int useful);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_RUNS_H_

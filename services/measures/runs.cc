#include "services/measures/runs.h"

#include <algorithm>
#include <cmath>

namespace potential::measures {

RunStatistics RunsOf(std::span<const int> sides) {
  RunStatistics runs;
  int side_before = 0;
  int run = 0;
  int longest = 0;
  int crossings = 0;
  for (const int side : sides) {
    if (side == 0) continue;
    ++runs.useful;
    if (side_before != 0 && side != side_before) ++crossings;
    run = side == side_before ? run + 1 : 1;
    longest = std::max(longest, run);
    side_before = side;
  }
  if (runs.useful == 0) return runs;
  runs.longest_run = longest;
  runs.longest_run_max = LongestRunMax(runs.useful);
  runs.crossings = crossings;
  runs.crossings_min = CrossingsMin(runs.useful);
  runs.signal = longest > *runs.longest_run_max || crossings < *runs.crossings_min;
  return runs;
}

int LongestRunMax(int useful) { return static_cast<int>(std::lround(std::log2(useful))) + 3; }

int CrossingsMin(int useful) {
  const int trials = useful - 1;
  // Weights of k = trials / 2, ..., 0 relative to the first, which is the greatest; the others are
  // their mirror image, so no binomial coefficient is ever computed whole.
  const int middle = trials / 2;
  double lower_half = 0;
  double weight = 1;
  for (int k = middle; k >= 0 && weight > 1e-18 * lower_half; --k) {
    lower_half += weight;
    weight *= static_cast<double>(k) / (trials - k + 1);
  }
  const double total = 2 * lower_half - (trials % 2 == 0 ? 1 : 0);
  int k = middle;
  double up_to_k = lower_half;  // weight of all numbers up to k
  for (weight = 1; k > 0; --k) {
    if (up_to_k - weight < 0.05 * total) break;
    up_to_k -= weight;
    weight *= static_cast<double>(k) / (trials - k + 1);
  }
  return k;
}

}  // namespace potential::measures

// The interval of a mean by Student's distribution.
//
//   std::optional<Interval> change = MeanInterval({.n = 12, .sum = 30, .sum_of_squares = 140});
//
// Pure functions over values: any thread may call them.

#ifndef POTENTIAL_SERVICES_MEASURES_MEAN_INTERVAL_H_
#define POTENTIAL_SERVICES_MEASURES_MEAN_INTERVAL_H_

#include <cstdint>
#include <optional>

#include "services/measures/wilson.h"

namespace potential::measures {

// What sums keep of a series of values.
struct Sums {
  int64_t n = 0;
  double sum = 0;
  double sum_of_squares = 0;
};

// The mean of the values; nullopt if there are none. Without the last digits, in which sums that
// were kept by adding and taking away differ.
std::optional<double> MeanOf(const Sums& sums);

// The 95 % interval of the mean behind the values: mean -/+ t s / sqrt(n), with n - 1 degrees of
// freedom. Nullopt for fewer than two values, which tell nothing of their spread.
std::optional<Interval> MeanInterval(const Sums& sums);

// The 97.5 % quantile of Student's distribution; `degrees` is 1 or more.
double StudentQuantile975(int64_t degrees);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_MEAN_INTERVAL_H_

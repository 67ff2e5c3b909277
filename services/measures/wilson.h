// The Wilson score interval of a proportion (E. B. Wilson, 1927), without continuity correction.
//
//   Interval part = WilsonInterval(5, 10);  // 0.2366 to 0.7634
//
// Pure function over values: any thread may call it.

#ifndef POTENTIAL_SERVICES_MEASURES_WILSON_H_
#define POTENTIAL_SERVICES_MEASURES_WILSON_H_

#include <cstdint>

namespace potential::measures {

// Ends of an interval, both included.
struct Interval {
  double lower = 0;
  double upper = 0;
  bool operator==(const Interval&) const = default;
};

// The 97.5 % quantile of the standard normal distribution: intervals of 95 %.
inline constexpr double kNormalQuantile975 = 1.959963984540054;

// The interval of the proportion behind `count` of `n`, within 0 to 1; from 0 to 1 if `n` is 0,
// which tells nothing. `count` is 0 to `n`; `z` is the normal quantile of the confidence wanted.
Interval WilsonInterval(int64_t count, int64_t n, double z = kNormalQuantile975);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_WILSON_H_

#include "services/measures/wilson.h"

#include <cmath>

namespace potential::measures {

Interval WilsonInterval(int64_t count, int64_t n, double z) {
  if (n <= 0) return {.lower = 0, .upper = 1};
  const double trials = static_cast<double>(n);
  const double part = static_cast<double>(count) / trials;
  const double z2 = z * z;
  const double scale = 1 + z2 / trials;
  const double centre = (part + z2 / (2 * trials)) / scale;
  const double half =
      z * std::sqrt(part * (1 - part) / trials + z2 / (4 * trials * trials)) / scale;
  // At the ends the formula gives 0 and 1 but for rounding.
  return {.lower = count == 0 ? 0 : centre - half, .upper = count == n ? 1 : centre + half};
}

}  // namespace potential::measures

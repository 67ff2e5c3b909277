#include "services/measures/control_constants.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace potential::measures {
namespace {

// Gamma(x + 1/2) / Gamma(x). Gamma itself overflows beyond 171, where six terms of the asymptotic
// series are exact to a double.
double GammaRatio(double x) {
  if (x < 100) return std::tgamma(x + 0.5) / std::tgamma(x);
  const double u = 1 / (8 * x);
  return std::sqrt(x) * (1 - u * (1 - u / 2 * (1 + u * (5 - u / 4 * (21 + 399 * u)))));
}

double Spread(double n) {
  const double c4 = ControlC4(n);
  return std::sqrt(1 - c4 * c4) / c4;
}

}  // namespace

double ControlC4(double n) {
  if (!(n >= 2)) return std::numeric_limits<double>::quiet_NaN();
  return std::sqrt(2 / (n - 1)) * GammaRatio((n - 1) / 2);
}

double ControlA3(double n, double sigmas) { return sigmas / (ControlC4(n) * std::sqrt(n)); }

double ControlB3(double n, double sigmas) {
  if (!(n >= 2)) return std::numeric_limits<double>::quiet_NaN();
  return std::max(0.0, 1 - sigmas * Spread(n));
}

double ControlB4(double n, double sigmas) { return 1 + sigmas * Spread(n); }

}  // namespace potential::measures

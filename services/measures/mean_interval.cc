#include "services/measures/mean_interval.h"

#include <algorithm>
#include <cmath>

namespace potential::measures {
namespace {

constexpr double kUpperTail = 0.025;
// Of the sums' size: what rounding leaves of differences that are none.
constexpr double kRounding = 1e-12;

// The continued fraction of the incomplete beta function, by the method of Lentz. It converges
// within some tens of steps where x is at most (a + 1) / (a + b + 2).
double BetaFraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  constexpr int kMaxSteps = 500;
  const auto away_from_zero = [](double value) { return std::abs(value) < kTiny ? kTiny : value; };
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double fraction = d;
  for (int m = 1; m <= kMaxSteps; ++m) {
    double before = fraction;
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    for (const double term : {even, odd}) {
      d = 1 / away_from_zero(1 + term * d);
      c = away_from_zero(1 + term / c);
      before = fraction;
      fraction *= d * c;
    }
    if (std::abs(fraction - before) < 1e-16 * std::abs(fraction)) break;
  }
  return fraction;
}

// The regularised incomplete beta function; `complement` is 1 - x, exactly.
double RegularisedBeta(double a, double b, double x, double complement) {
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  const double log_front = std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) +
                           b * std::log(complement);
  const double front = std::exp(log_front);
  if (x <= (a + 1) / (a + b + 2)) return front * BetaFraction(a, b, x) / a;
  return 1 - front * BetaFraction(b, a, complement) / b;
}

// The part of Student's distribution above t, which is 0 or more.
double UpperTail(double t, double degrees) {
  const double all = degrees + t * t;
  return RegularisedBeta(degrees / 2, 0.5, degrees / all, t * t / all) / 2;
}

// The expansion of the quantile about the normal one (E. A. Cornish and R. A. Fisher, 1938), which
// from some hundred degrees on is exact to the last digits, where the beta function is not.
double ExpandedQuantile(double degrees) {
  const double z = kNormalQuantile975;
  const double z2 = z * z;
  const double first = z * (z2 + 1) / 4;
  const double second = z * ((5 * z2 + 16) * z2 + 3) / 96;
  const double third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
  const double fourth = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
  return z + (first + (second + (third + fourth / degrees) / degrees) / degrees) / degrees;
}

}  // namespace

double StudentQuantile975(int64_t degrees) {
  constexpr int64_t kExpanded = 500;
  if (degrees >= kExpanded) return ExpandedQuantile(static_cast<double>(degrees));
  // One degree has the greatest, 12.706.
  double low = kNormalQuantile975;
  double high = 13;
  while (true) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    (UpperTail(middle, static_cast<double>(degrees)) > kUpperTail ? low : high) = middle;
  }
}

std::optional<double> MeanOf(const Sums& sums) {
  if (sums.n <= 0) return std::nullopt;
  const double mean = sums.sum / static_cast<double>(sums.n);
  const double size = std::sqrt(std::max(0.0, sums.sum_of_squares) / static_cast<double>(sums.n));
  return std::abs(mean) <= kRounding * size ? 0 : mean;
}

std::optional<Interval> MeanInterval(const Sums& sums) {
  const std::optional<double> mean = MeanOf(sums);
  if (!mean || sums.n < 2) return std::nullopt;
  const double n = static_cast<double>(sums.n);
  double squares = sums.sum_of_squares - sums.sum * *mean;
  if (squares <= kRounding * sums.sum_of_squares) squares = 0;
  const double half = StudentQuantile975(sums.n - 1) * std::sqrt(squares / (n - 1) / n);
  return Interval{.lower = *mean - half, .upper = *mean + half};
}

}  // namespace potential::measures

// Constants of control charts for groups of n normally distributed measurements (D. C. Montgomery,
// Introduction to Statistical Quality Control, appendix VI), for any n from 2 on.
//
// Pure functions: any thread may call them.

#ifndef POTENTIAL_SERVICES_MEASURES_CONTROL_CONSTANTS_H_
#define POTENTIAL_SERVICES_MEASURES_CONTROL_CONSTANTS_H_

namespace potential::measures {

// Expected standard deviation of n measurements over that of the population:
// sqrt(2 / (n - 1)) Gamma(n / 2) / Gamma((n - 1) / 2). NaN below 2.
double ControlC4(double n);

// Factor of the mean standard deviation from the centre to the limits of means: sigmas / (c4 sqrt
// n).
double ControlA3(double n, double sigmas = 3);

// Factors of the mean standard deviation that give its own limits: 1 -/+ sigmas sqrt(1 - c4^2) /
// c4, the lower one not below 0.
double ControlB3(double n, double sigmas = 3);
double ControlB4(double n, double sigmas = 3);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_CONTROL_CONSTANTS_H_

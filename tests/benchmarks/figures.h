// What a benchmark prints: `name value unit`, one figure a line.

#ifndef POTENTIAL_TESTS_BENCHMARKS_FIGURES_H_
#define POTENTIAL_TESTS_BENCHMARKS_FIGURES_H_

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace potential::benchmarks {

inline void Print(const std::string& name, double value, const std::string& unit) {
  std::printf("%s %.3f %s\n", name.c_str(), value, unit.c_str());
  std::fflush(stdout);
}

inline double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

}  // namespace potential::benchmarks

#endif  // POTENTIAL_TESTS_BENCHMARKS_FIGURES_H_

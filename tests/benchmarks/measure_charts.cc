#include <ctime>
#include <random>
#include <vector>

#include "services/measures/chart.h"
#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/figures.h"

namespace potential::benchmarks {
namespace {

constexpr int kRounds = 9;
constexpr size_t kUsualLength = 120;
constexpr int kUsualCharts = 1000;

measures::ChartInput Series(size_t length, bool daily, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(400, 25);
  measures::ChartInput input;
  input.direction = measures::Direction::kIncrease;
  input.target = 480;
  for (size_t i = 0; i < length; ++i) {
    measures::ChartPoint point;
    const int step = static_cast<int>(i);
    point.date = daily ? measures::Day{step} : measures::AddMonths(measures::Day{}, step);
    point.value = noise(random);
    input.points.push_back(point);
  }
  return input;
}

// Milliseconds of one core to analyse each of the charts once; what else the machine does is not
// counted.
double Milliseconds(const std::vector<measures::ChartInput>& charts) {
  std::vector<double> times;
  size_t groups = 0;
  for (int round = 0; round < kRounds; ++round) {
    const std::clock_t start = std::clock();
    for (const measures::ChartInput& chart : charts) {
      groups += measures::AnalyzeChart(chart).value().groups.size();
    }
    times.push_back(1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  // The work is used, so it is done.
  return groups == charts.size() * kRounds ? Median(times) : 0;
}

}  // namespace

void Charts() {
  std::vector<measures::ChartInput> charts;
  for (int i = 0; i < kUsualCharts; ++i) {
    charts.push_back(Series(kUsualLength, false, static_cast<unsigned>(i)));
  }
  const double usual = Milliseconds(charts);
  Print("charts_1000_of_120", usual, "ms");
  const double longest = Milliseconds({Series(measures::kMaxChartPoints, true, 1)});
  Print("charts_1_of_10000", longest, "ms");
  const double per_point = usual / static_cast<double>(kUsualCharts * kUsualLength);
  Print("charts_growth_ratio", longest / measures::kMaxChartPoints / per_point, "ratio");
}

}  // namespace potential::benchmarks

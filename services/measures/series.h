// Working form of a chart's input: rows by date, cut into groups, with NaN for what is missing.
// For the chart engine's own files.

#ifndef POTENTIAL_SERVICES_MEASURES_SERIES_H_
#define POTENTIAL_SERVICES_MEASURES_SERIES_H_

#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "services/measures/chart.h"

namespace potential::measures {

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

inline bool IsMissing(double number) { return std::isnan(number); }

struct SeriesRow {
  Day date;
  size_t input = 0;  // index in ChartInput::points
  double value = kMissing;
  double denominator = kMissing;
  bool has_denominator = false;  // one that was given
  double size = kMissing;
  double sd = kMissing;
  double plotted = kMissing;  // before `multiply`
  int group = 0;
  bool excluded = false;
  bool baseline = false;  // of its group, and not excluded

  double judged() const { return excluded ? kMissing : plotted; }
};

// Lines at a row; NaN where undefined.
struct RowLines {
  double centre = kMissing;
  double lower_limit = kMissing;
  double upper_limit = kMissing;
  double lower_near = kMissing;
  double upper_near = kMissing;
};

// Rows of the input by date, those of one date as one (but for XmR charts, which have none), each
// with its group and whether it belongs to the baseline. The input has passed CheckChartInput.
// `plotted` is the value, or its quotient by the denominator.
std::vector<SeriesRow> MakeSeries(const ChartInput& input);

// The groups, each the rows with the same number, oldest first.
std::vector<std::span<SeriesRow>> GroupsOf(std::span<SeriesRow> rows);

// Mean of the numbers that are not missing; NaN if there are none. Rounded once, so that a point of
// a series lies on its mean exactly if it does so in decimals that a double can hold.
double MeanOf(std::span<const double> numbers);

// Median of the numbers that are not missing; NaN if there are none.
double MedianOf(std::vector<double> numbers);

// Distance of each number to the one before, from the second on; missing if either is.
std::vector<double> MovingRangesOf(std::span<const double> numbers);

// Mean of moving ranges, before and after those not below `factor` times that mean were left out.
struct MovingRangeMean {
  double all = kMissing;
  double used = kMissing;
  int left_out = 0;
};
MovingRangeMean MeanMovingRange(std::span<const double> ranges, bool screen, double factor);

// 1 above the line, -1 below, 0 on it or missing.
inline int SideOf(double value, double line) { return value > line ? 1 : value < line ? -1 : 0; }

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_SERIES_H_

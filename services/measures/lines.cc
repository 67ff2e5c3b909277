#include "services/measures/lines.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "services/measures/control_constants.h"

namespace potential::measures {
namespace {

// XmR, as NHSRplotthedots has them.
constexpr double kXmrLimit = 2.66;
constexpr double kXmrNear = 2 * (kXmrLimit / 3);
// Upper limit of a moving range over its mean (D4 of two), and of that of an I' chart.
constexpr double kMovingRangeLimit = 3.267;
constexpr double kIPrimeRangeLimit = 3.2665;
// Mean moving range over standard deviation (d2 of two).
constexpr double kD2 = 1.128;
// Times between events to this power are nearly normal (L. S. Nelson, 1994).
constexpr double kTimePower = 3.6;
constexpr double kGeometricMedian = 0.693;

// A group with what its formulas need.
struct Part {
  std::span<const SeriesRow> rows;
  bool screen;
  double centre;  // given, else NaN
};

RowLines Around(double centre, double deviation) {
  return {centre, centre - 3 * deviation, centre + 3 * deviation, centre - 2 * deviation,
          centre + 2 * deviation};
}

RowLines NotBelowZero(RowLines lines) {
  if (lines.lower_limit < 0) lines.lower_limit = 0;
  if (lines.lower_near < 0) lines.lower_near = 0;
  return lines;
}

RowLines WithinZeroAndOne(RowLines lines) {
  lines = NotBelowZero(lines);
  if (lines.upper_limit > 1) lines.upper_limit = 1;
  if (lines.upper_near > 1) lines.upper_near = 1;
  return lines;
}

// What `number` gives of the rows of the baseline, the others left out, not kept as missing.
template <typename NumberOfRow>
std::vector<double> OfBaseline(const Part& part, const NumberOfRow& number) {
  std::vector<double> numbers;
  numbers.reserve(part.rows.size());
  for (const SeriesRow& row : part.rows) {
    if (row.baseline) numbers.push_back(number(row));
  }
  return numbers;
}

std::vector<double> PlottedBaseline(const Part& part) {
  return OfBaseline(part, [](const SeriesRow& row) { return row.plotted; });
}

double CentreOr(const Part& part, double computed) {
  return IsMissing(part.centre) ? computed : part.centre;
}

double DeviationByRanges(std::span<const double> numbers, bool screen) {
  return MeanMovingRange(MovingRangesOf(numbers), screen, kMovingRangeLimit).used / kD2;
}

// Sum of the baseline's values over sum of their weights.
template <typename Value, typename Weight>
double Pooled(const Part& part, const Value& value, const Weight& weight) {
  long double values = 0;
  long double weights = 0;
  for (const SeriesRow& row : part.rows) {
    if (!row.baseline || IsMissing(value(row)) || IsMissing(weight(row))) continue;
    values += value(row);
    weights += weight(row);
  }
  return weights > 0 ? static_cast<double>(values / weights) : kMissing;
}

double PooledRate(const Part& part) {
  return CentreOr(part, Pooled(
                            part, [](const SeriesRow& row) { return row.value; },
                            [](const SeriesRow& row) { return row.denominator; }));
}

std::vector<RowLines> Level(const Part& part, const RowLines& lines) {
  return std::vector<RowLines>(part.rows.size(), lines);
}

std::vector<RowLines> RunLines(const Part& part) {
  RowLines lines;
  lines.centre = CentreOr(part, MedianOf(PlottedBaseline(part)));
  return Level(part, lines);
}

std::vector<RowLines> ILines(const Part& part) {
  const std::vector<double> values = PlottedBaseline(part);
  return Level(part,
               Around(CentreOr(part, MeanOf(values)), DeviationByRanges(values, part.screen)));
}

std::vector<RowLines> MrLines(const Part& part) {
  const double centre = CentreOr(part, MeanOf(PlottedBaseline(part)));
  return Level(part,
               {centre, 0, kMovingRangeLimit * centre, 0, kMovingRangeLimit / 3 * 2 * centre});
}

std::vector<RowLines> CLines(const Part& part) {
  const double centre = CentreOr(part, MeanOf(PlottedBaseline(part)));
  return Level(part, NotBelowZero(Around(centre, std::sqrt(centre))));
}

std::vector<RowLines> GLines(const Part& part) {
  const std::vector<double> values = PlottedBaseline(part);
  const double mean = CentreOr(part, MeanOf(values));
  RowLines lines = NotBelowZero(Around(mean, std::sqrt(mean * (mean + 1))));
  lines.centre = IsMissing(part.centre) ? MedianOf(values) : kGeometricMedian * part.centre;
  return Level(part, lines);
}

std::vector<RowLines> TLines(const Part& part) {
  const std::vector<double> values =
      OfBaseline(part, [](const SeriesRow& row) { return std::pow(row.plotted, 1 / kTimePower); });
  const double centre =
      IsMissing(part.centre) ? MeanOf(values) : std::pow(part.centre, 1 / kTimePower);
  RowLines lines = Around(centre, DeviationByRanges(values, part.screen));
  // A negative root has no time: the limit is 0, the near line is not there.
  const auto back = [](double root) { return std::pow(root, kTimePower); };
  lines = {back(lines.centre), lines.lower_limit < 0 ? 0 : back(lines.lower_limit),
           back(lines.upper_limit), back(lines.lower_near), back(lines.upper_near)};
  return Level(part, lines);
}

// Charts of shares and rates: `deviation` of a row, with Laney's factor where `prime`.
template <typename Deviation, typename Clip>
std::vector<RowLines> RateLines(const Part& part, bool prime, const Deviation& deviation,
                                const Clip& clip) {
  const double centre = PooledRate(part);
  double factor = 1;
  if (prime) {
    const std::vector<double> scores = OfBaseline(part, [&](const SeriesRow& row) {
      return (row.plotted - centre) / deviation(centre, row.denominator);
    });
    factor = DeviationByRanges(scores, part.screen);
  }
  std::vector<RowLines> lines;
  lines.reserve(part.rows.size());
  for (const SeriesRow& row : part.rows) {
    RowLines own{.centre = centre};
    if (row.denominator > 0) {
      own = clip(Around(centre, deviation(centre, row.denominator) * factor));
    }
    lines.push_back(own);
  }
  return lines;
}

double ShareDeviation(double share, double units) { return std::sqrt(share * (1 - share) / units); }

double EventDeviation(double rate, double size) { return std::sqrt(rate / size); }

std::vector<RowLines> IPrimeLines(const Part& part) {
  const double centre = PooledRate(part);
  // Of all rows of the group, baseline or not, as in the source.
  std::vector<double> deviations;
  for (size_t i = 1; i < part.rows.size(); ++i) {
    const SeriesRow& row = part.rows[i];
    const SeriesRow& before = part.rows[i - 1];
    const double range = std::abs(row.plotted - before.plotted);
    deviations.push_back(std::sqrt(std::numbers::pi / 2) * range /
                         std::sqrt(1 / before.denominator + 1 / row.denominator));
  }
  const double deviation = MeanMovingRange(deviations, part.screen, kIPrimeRangeLimit).used;
  std::vector<RowLines> lines;
  for (const SeriesRow& row : part.rows) {
    lines.push_back(row.denominator > 0 ? Around(centre, deviation * std::sqrt(1 / row.denominator))
                                        : RowLines{.centre = centre});
  }
  return lines;
}

// Mean of the standard deviations if all groups are of one size, else the pooled deviation.
double GroupDeviation(const Part& part) {
  double size = kMissing;
  bool varies = false;
  for (const SeriesRow& row : part.rows) {
    if (IsMissing(row.size)) continue;
    varies = varies || (!IsMissing(size) && row.size != size);
    size = row.size;
  }
  if (!varies) return MeanOf(OfBaseline(part, [](const SeriesRow& row) { return row.sd; }));
  return std::sqrt(Pooled(
      part, [](const SeriesRow& row) { return (row.size - 1) * row.sd * row.sd; },
      [](const SeriesRow& row) { return row.size - 1; }));
}

std::vector<RowLines> XbarLines(const Part& part) {
  const double centre =
      CentreOr(part, Pooled(
                         part, [](const SeriesRow& row) { return row.size * row.value; },
                         [](const SeriesRow& row) { return row.size; }));
  const double deviation = GroupDeviation(part);
  std::vector<RowLines> lines;
  for (const SeriesRow& row : part.rows) {
    lines.push_back(Around(centre, ControlA3(row.size, 1) * deviation));
  }
  return lines;
}

std::vector<RowLines> SLines(const Part& part) {
  const double centre = CentreOr(part, GroupDeviation(part));
  std::vector<RowLines> lines;
  for (const SeriesRow& row : part.rows) {
    lines.push_back({centre, ControlB3(row.size) * centre, ControlB4(row.size) * centre,
                     ControlB3(row.size, 2) * centre, ControlB4(row.size, 2) * centre});
  }
  return lines;
}

void PlotMovingRanges(std::span<SeriesRow> group) {
  double before = kMissing;
  for (SeriesRow& row : group) {
    const double value = row.plotted;
    row.plotted = std::abs(value - before);
    before = value;
  }
}

}  // namespace

XmrLines LinesOfXmr(std::span<const SeriesRow> group, bool screen) {
  std::vector<double> values;
  values.reserve(group.size());
  for (const SeriesRow& row : group) values.push_back(row.baseline ? row.plotted : kMissing);
  XmrLines xmr;
  xmr.moving_range = MeanMovingRange(MovingRangesOf(values), screen, kMovingRangeLimit);
  const double centre = MeanOf(values);
  const double range = xmr.moving_range.used;
  xmr.lines = {centre, centre - kXmrLimit * range, centre + kXmrLimit * range,
               centre - kXmrNear * range, centre + kXmrNear * range};
  return xmr;
}

std::vector<RowLines> LinesOf(const ChartInput& input, std::span<SeriesRow> group) {
  if (input.kind == ChartKind::kMr) PlotMovingRanges(group);
  const Part part{group, ScreensOutliers(input), input.centre_line ? *input.centre_line : kMissing};
  switch (input.kind) {
    case ChartKind::kRun:
    case ChartKind::kXmr:
      return RunLines(part);
    case ChartKind::kI:
      return ILines(part);
    case ChartKind::kMr:
      return MrLines(part);
    case ChartKind::kP:
    case ChartKind::kPPrime:
      return RateLines(part, input.kind == ChartKind::kPPrime, ShareDeviation, WithinZeroAndOne);
    case ChartKind::kU:
    case ChartKind::kUPrime:
      return RateLines(part, input.kind == ChartKind::kUPrime, EventDeviation, NotBelowZero);
    case ChartKind::kC:
      return CLines(part);
    case ChartKind::kG:
      return GLines(part);
    case ChartKind::kT:
      return TLines(part);
    case ChartKind::kXbar:
      return XbarLines(part);
    case ChartKind::kS:
      return SLines(part);
    case ChartKind::kIPrime:
      break;
  }
  return IPrimeLines(part);
}

}  // namespace potential::measures

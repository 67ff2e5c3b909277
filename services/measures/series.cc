#include "services/measures/series.h"

#include <algorithm>
#include <utility>

namespace potential::measures {
namespace {

double NumberOf(const std::optional<double>& number) { return number ? *number : kMissing; }

bool HasGroups(ChartKind kind) { return kind == ChartKind::kXbar || kind == ChartKind::kS; }

SeriesRow RowOf(const ChartPoint& point, size_t index, ChartKind kind) {
  SeriesRow row;
  row.date = point.date;
  row.input = index;
  row.value = NumberOf(point.value);
  row.denominator = NumberOf(point.denominator);
  row.has_denominator = point.denominator.has_value();
  row.excluded = point.excluded;
  if (!HasGroups(kind)) return row;
  row.size = point.group_size ? *point.group_size : point.value ? 1 : kMissing;
  row.sd = NumberOf(point.group_sd);
  return row;
}

// The measurements of several groups as one group. Of single measurements it is what MeasurementsOf
// makes of them.
void JoinGroups(std::span<const SeriesRow> rows, SeriesRow& joined) {
  joined.value = joined.size = joined.sd = kMissing;
  double size = 0;
  std::vector<double> sums;
  for (const SeriesRow& row : rows) {
    if (IsMissing(row.size)) continue;
    size += row.size;
    sums.push_back(row.size * row.value);
  }
  if (sums.empty()) return;
  joined.size = size;
  joined.value = MeanOf(sums) * (static_cast<double>(sums.size()) / size);
  double squares = 0;
  for (const SeriesRow& row : rows) {
    if (IsMissing(row.size)) continue;
    if (row.size > 1) squares += (row.size - 1) * row.sd * row.sd;
    squares += row.size * (row.value - joined.value) * (row.value - joined.value);
  }
  if (size > 1) joined.sd = std::sqrt(squares / (size - 1));
}

// Sums over the rows that have both numbers; without any, the sum of the denominators alone.
void JoinQuotients(std::span<const SeriesRow> rows, SeriesRow& joined) {
  double value = 0;
  double denominator = 0;
  double alone = 0;
  bool complete = false;
  for (const SeriesRow& row : rows) {
    if (!row.has_denominator) continue;
    alone += row.denominator;
    if (IsMissing(row.value)) continue;
    complete = true;
    value += row.value;
    denominator += row.denominator;
  }
  joined.has_denominator = true;
  joined.value = complete ? value : kMissing;
  joined.denominator = complete ? denominator : alone;
}

SeriesRow Joined(std::span<const SeriesRow> rows, ChartKind kind) {
  SeriesRow joined = rows.front();
  if (rows.size() == 1) return joined;
  bool quotients = false;
  std::vector<double> values;
  for (const SeriesRow& row : rows) {
    joined.excluded = joined.excluded || row.excluded;
    quotients = quotients || row.has_denominator;
    values.push_back(row.value);
  }
  if (HasGroups(kind)) {
    JoinGroups(rows, joined);
  } else if (quotients) {
    JoinQuotients(rows, joined);
  } else {
    joined.value = MeanOf(values);
  }
  return joined;
}

void Plot(ChartKind kind, SeriesRow& row) {
  row.plotted = kind == ChartKind::kS ? row.sd : row.value;
  if (HasGroups(kind)) return;
  if (kind == ChartKind::kIPrime && !row.has_denominator) row.denominator = 1;
  // Nothing of nothing is missing: 0 / 0 is NaN.
  if (!IsMissing(row.denominator)) row.plotted = row.value / row.denominator;
  if (std::isinf(row.plotted)) row.plotted = kMissing;
}

// One row for each date.
std::vector<SeriesRow> JoinDates(const std::vector<SeriesRow>& rows, ChartKind kind) {
  std::vector<SeriesRow> joined;
  joined.reserve(rows.size());
  size_t begin = 0;
  for (size_t i = 1; i <= rows.size(); ++i) {
    if (i < rows.size() && rows[i].date == rows[begin].date) continue;
    joined.push_back(Joined(std::span(rows).subspan(begin, i - begin), kind));
    Plot(kind, joined.back());
    begin = i;
  }
  return joined;
}

void NumberGroups(std::vector<SeriesRow>& rows, const std::vector<Day>& rebase_dates) {
  std::vector<Day> dates = rebase_dates;
  std::sort(dates.begin(), dates.end());
  int group = 0;
  for (SeriesRow& row : rows) {
    if (std::binary_search(dates.begin(), dates.end(), row.date)) ++group;
    row.group = group;
  }
}

}  // namespace

std::vector<SeriesRow> MakeSeries(const ChartInput& input) {
  std::vector<SeriesRow> rows;
  rows.reserve(input.points.size());
  for (size_t i = 0; i < input.points.size(); ++i) {
    rows.push_back(RowOf(input.points[i], i, input.kind));
  }
  const auto by_date = [](const SeriesRow& a, const SeriesRow& b) { return a.date < b.date; };
  if (!std::is_sorted(rows.begin(), rows.end(), by_date)) {
    std::stable_sort(rows.begin(), rows.end(), by_date);
  }
  rows = JoinDates(rows, input.kind);
  NumberGroups(rows, input.rebase_dates);
  const std::vector<std::span<SeriesRow>> groups = GroupsOf(rows);
  const bool fixed =
      input.fix_after_n_points && (input.kind == ChartKind::kXmr || groups.size() == 1);
  for (const std::span<SeriesRow> group : groups) {
    const size_t length = fixed ? static_cast<size_t>(*input.fix_after_n_points) : group.size();
    for (size_t i = 0; i < group.size(); ++i) group[i].baseline = i < length && !group[i].excluded;
  }
  return rows;
}

std::vector<std::span<SeriesRow>> GroupsOf(std::span<SeriesRow> rows) {
  std::vector<std::span<SeriesRow>> groups;
  size_t begin = 0;
  for (size_t i = 1; i <= rows.size(); ++i) {
    if (i < rows.size() && rows[i].group == rows[begin].group) continue;
    groups.push_back(rows.subspan(begin, i - begin));
    begin = i;
  }
  return groups;
}

bool ScreensOutliers(const ChartInput& input) {
  const bool mdc = input.kind == ChartKind::kXmr && input.profile == Profile::kMdc;
  return input.screen_outliers.value_or(!mdc);
}

double MeanOf(std::span<const double> numbers) {
  long double sum = 0;
  int count = 0;
  for (const double number : numbers) {
    if (IsMissing(number)) continue;
    sum += number;
    ++count;
  }
  if (count == 0) return kMissing;
  const long double mean = sum / count;
  long double rest = 0;
  for (const double number : numbers) {
    if (!IsMissing(number)) rest += number - mean;
  }
  return static_cast<double>(mean + rest / count);
}

double MedianOf(std::vector<double> numbers) {
  std::erase_if(numbers, IsMissing);
  if (numbers.empty()) return kMissing;
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  if (numbers.size() % 2 == 1) return *middle;
  return (*std::max_element(numbers.begin(), middle) + *middle) / 2;
}

std::vector<double> MovingRangesOf(std::span<const double> numbers) {
  std::vector<double> ranges;
  if (numbers.size() > 1) ranges.reserve(numbers.size() - 1);
  for (size_t i = 1; i < numbers.size(); ++i) {
    ranges.push_back(std::abs(numbers[i] - numbers[i - 1]));
  }
  return ranges;
}

MovingRangeMean MeanMovingRange(std::span<const double> ranges, bool screen, double factor) {
  MovingRangeMean mean;
  mean.all = MeanOf(ranges);
  mean.used = mean.all;
  if (!screen) return mean;
  std::vector<double> kept;
  kept.reserve(ranges.size());
  for (const double range : ranges) {
    if (IsMissing(range)) continue;
    if (range < factor * mean.all) {
      kept.push_back(range);
    } else {
      ++mean.left_out;
    }
  }
  mean.used = MeanOf(kept);
  return mean;
}

}  // namespace potential::measures

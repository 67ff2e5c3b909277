#include "gateway/charts/chart_release.h"

#include <cmath>
#include <map>
#include <set>
#include <string>

namespace potential::gateway {
namespace {

using charts::v1::Chart;
using indicators::v1::Figure;

template <typename Lines>
void ClearLines(Lines& lines) {
  lines.clear_mean();
  lines.clear_lower_limit();
  lines.clear_upper_limit();
  lines.clear_lower_near_limit();
  lines.clear_upper_near_limit();
}

template <typename Lines>
void RoundLines(Lines& lines) {
  lines.set_mean(std::round(lines.mean()));
  if (lines.has_lower_limit()) lines.set_lower_limit(std::round(lines.lower_limit()));
  if (lines.has_upper_limit()) lines.set_upper_limit(std::round(lines.upper_limit()));
  if (lines.has_lower_near_limit()) lines.set_lower_near_limit(std::round(lines.lower_near_limit()));
  if (lines.has_upper_near_limit()) lines.set_upper_near_limit(std::round(lines.upper_near_limit()));
}

bool ShowsLines(const Chart::Group& group) {
  return !group.short_group() && group.has_mean() && group.mean() >= kLeastShownMean;
}

// Returns the numbers of the groups whose lines are shown.
std::set<int> ReleaseGroups(Chart& chart) {
  std::set<int> shown;
  for (Chart::Group& group : *chart.mutable_groups()) {
    group.clear_moving_range();
    group.clear_moving_range_used();
    if (ShowsLines(group)) {
      RoundLines(group);
      shown.insert(group.group());
    } else {
      ClearLines(group);
    }
  }
  return shown;
}

void ReleasePoint(const Figure* figure, Chart::Point& point) {
  point.clear_value();
  point.clear_denominator();
  if (figure == nullptr || !figure->has_value()) return;
  point.set_value(figure->value());
  if (figure->has_denominator()) point.set_denominator(figure->denominator());
}

}  // namespace

void ReleaseChart(const indicators::v1::IndicatorResult& released, Chart& chart) {
  std::map<std::string, const Figure*> figures;
  for (const indicators::v1::Point& point : released.overall().points()) {
    figures[point.start_date()] = &point.figure();
  }
  const std::set<int> shown = ReleaseGroups(chart);
  for (Chart::Point& point : *chart.mutable_points()) {
    const auto it = figures.find(point.date());
    ReleasePoint(it == figures.end() ? nullptr : it->second, point);
    if (shown.contains(point.group()) && point.has_mean()) {
      RoundLines(point);
    } else {
      ClearLines(point);
    }
  }
}

}  // namespace potential::gateway

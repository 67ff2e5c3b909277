#include "gateway/charts/chart_release.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "services/chassis/resource/violation.h"
#include "services/measures/disclosure.h"

namespace potential::gateway {
namespace {

using charts::v1::Chart;
using indicators::v1::Figure;
using indicators::v1::Indicator;

constexpr char kWithheld[] = "Not shown: too few people, or it would tell of too few.";

// A number as its indicator's values are released.
class Rounding {
 public:
  explicit Rounding(Indicator::Form form)
      : step_(form == Indicator::COUNT   ? static_cast<double>(measures::kCountStep)
              : form == Indicator::SHARE ? 1
                                         : 0.1) {}

  double Of(double number) const { return std::round(number / step_) * step_; }

  // Points and groups name their lines alike.
  template <typename Shown>
  void Lines(Shown& shown) const {
    if (shown.has_mean()) shown.set_mean(Of(shown.mean()));
    if (shown.has_lower_limit()) shown.set_lower_limit(Of(shown.lower_limit()));
    if (shown.has_upper_limit()) shown.set_upper_limit(Of(shown.upper_limit()));
    if (shown.has_lower_near_limit()) shown.set_lower_near_limit(Of(shown.lower_near_limit()));
    if (shown.has_upper_near_limit()) shown.set_upper_near_limit(Of(shown.upper_near_limit()));
  }

 private:
  const double step_;
};

// What was not released is withheld too.
bool IsWithheld(const Figure* figure, const Chart::Point& point) {
  if (figure == nullptr) return point.has_value();
  return figure->suppression() != Figure::SUPPRESSION_UNSPECIFIED ||
         (point.has_value() && !figure->has_value());
}

void SetValue(const Figure* figure, Chart::Point& point) {
  const bool withheld = IsWithheld(figure, point);
  if (withheld) {
    point.clear_value();
    point.set_withheld(true);
    point.set_annotation(kWithheld);
  } else if (point.has_value()) {
    point.set_value(figure->value());
  }
  point.clear_denominator();
}

void KeepValueOnly(Chart::Point& point) {
  Chart::Point bare;
  bare.set_date(point.date());
  if (point.has_value()) bare.set_value(point.value());
  bare.set_group(point.group());
  bare.set_excluded(point.excluded());
  bare.set_annotation(point.annotation());
  bare.set_withheld(point.withheld());
  point = bare;
}

void KeepSpanOnly(Chart::Group& group) {
  Chart::Group bare;
  bare.set_group(group.group());
  bare.set_start_date(group.start_date());
  bare.set_end_date(group.end_date());
  bare.set_points(group.points());
  bare.set_short_group(group.short_group());
  group = bare;
}

void AddWarning(Chart& chart) {
  Chart::Warning& warning = *chart.add_warnings();
  warning.set_kind(Chart::Warning::RELEASED);
  warning.set_text(
      "The chart was made of exact figures; numbers are shown rounded, and those of too few people "
      "not at all.");
}

}  // namespace

absl::Status CheckReleasable(const dashboard::v1::GetIndicatorChartRequest& request) {
  if (request.chart() == Chart::MR) {
    return resource::InvalidArgument(
        "chart",
        "MR is not for the audience PUBLISHED: differences of counts of people would tell of few; "
        "take XMR or I");
  }
  const std::pair<bool, const char*> choices[] = {
      {!request.start_date().empty(), "start_date"},
      {!request.end_date().empty(), "end_date"},
      {request.has_target(), "target"},
      {request.rebase_dates_size() > 0, "rebase_dates"},
      {request.has_fix_after_n_points(), "fix_after_n_points"},
      {request.has_screen_outliers(), "screen_outliers"},
      {request.has_rule_length(), "rule_length"}};
  for (const auto& [chosen, field] : choices) {
    if (!chosen) continue;
    return resource::InvalidArgument(
        field, "is the strategy's in a chart of people for the audience PUBLISHED: exact figures could "
               "be found by trying");
  }
  return absl::OkStatus();
}

void ReleaseChart(const ChartPlan& plan, const Indicator& indicator,
                  const indicators::v1::Series& released, Chart& chart) {
  std::map<std::string, const Figure*> figures;
  for (const auto& point : released.points()) figures[point.start_date()] = &point.figure();
  std::set<int> hidden;  // groups
  for (Chart::Point& point : *chart.mutable_points()) {
    const auto figure = figures.find(point.date());
    SetValue(figure == figures.end() ? nullptr : figure->second, point);
    if (point.withheld() && !point.excluded()) hidden.insert(point.group());
  }
  const Rounding rounding(indicator.form());
  for (Chart::Point& point : *chart.mutable_points()) {
    // Whether it lies outside, and lines that come from its denominator, would tell of its figure.
    if (hidden.contains(point.group()) || point.withheld()) {
      KeepValueOnly(point);
    } else {
      rounding.Lines(point);
    }
  }
  for (Chart::Group& group : *chart.mutable_groups()) {
    group.clear_moving_range();
    group.clear_moving_range_used();
    group.clear_moving_ranges_left_out();
    if (hidden.contains(group.group())) {
      KeepSpanOnly(group);
    } else {
      rounding.Lines(group);
    }
  }
  const bool last_is_hidden =
      !chart.groups().empty() && hidden.contains(chart.groups().rbegin()->group());
  if (last_is_hidden) chart.clear_variation_icon();
  const bool from_baseline = plan.change_percent.has_value();
  if (from_baseline && chart.has_target()) chart.set_target(rounding.Of(chart.target()));
  if (from_baseline && !hidden.empty()) chart.clear_target();
  if (last_is_hidden || !chart.has_target()) chart.clear_assurance_icon();
  AddWarning(chart);
}

}  // namespace potential::gateway

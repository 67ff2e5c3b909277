#include "services/chassis/charts/chart_release.h"

#include <cmath>
#include <set>

#include "services/chassis/resource/violation.h"

namespace potential::charts {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using v1::Chart;

constexpr char kWithheld[] = "Not shown: too few people, or it would tell of too few.";

// A number as values of the chart are released.
class Rounding {
 public:
  explicit Rounding(double step) : step_(step) {}

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
bool IsWithheld(const ReleasedFigure* figure, const Chart::Point& point) {
  if (figure == nullptr) return point.has_value();
  return figure->withheld || (point.has_value() && !figure->value);
}

void SetValue(const ReleasedFigure* figure, Chart::Point& point) {
  if (IsWithheld(figure, point)) {
    point.clear_value();
    point.set_withheld(true);
    if (!point.annotation().empty()) point.mutable_annotation()->append("; ");
    point.mutable_annotation()->append(kWithheld);
  } else if (point.has_value()) {
    point.set_value(*figure->value);
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

// The values of the points, and the groups in which one that counts is withheld.
std::set<int> ReleaseValues(const ChartRelease& release, Chart& chart) {
  std::set<int> hidden;
  for (Chart::Point& point : *chart.mutable_points()) {
    const auto figure = release.figures.find(point.date());
    SetValue(figure == release.figures.end() ? nullptr : &figure->second, point);
    if (point.withheld() && !point.excluded()) hidden.insert(point.group());
  }
  return hidden;
}

void ReleaseLines(const Rounding& rounding, const std::set<int>& hidden, Chart& chart) {
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
}

bool IsChosen(const Message& request, const char* name) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) return false;
  const google::protobuf::Reflection& reflection = *request.GetReflection();
  return field->is_repeated() ? reflection.FieldSize(request, field) > 0
                              : reflection.HasField(request, field);
}

bool IsOfMovingRanges(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("chart");
  return field != nullptr && field->enum_type() == Chart::Kind_descriptor() &&
         request.GetReflection()->GetEnumValue(request, field) == Chart::MR;
}

}  // namespace

ReleasedFigure ReleaseCount(int64_t count) {
  const std::optional<int64_t> shown = measures::ReleasedCount(count);
  if (!shown) return {.value = std::nullopt, .withheld = true};
  return {.value = static_cast<double>(*shown)};
}

ReleasedFigure ReleaseShare(int64_t numerator, int64_t denominator,
                            measures::DisclosureProfile profile, double whole) {
  const std::optional<int64_t> percent = measures::ReleasedPercent(numerator, denominator, profile);
  if (!percent) return {.value = std::nullopt, .withheld = true};
  return {.value = static_cast<double>(*percent) * whole / 100};
}

absl::Status CheckReleasable(const Message& request) {
  if (IsOfMovingRanges(request)) {
    return resource::InvalidArgument(
        "chart",
        "MR is not for the audience PUBLISHED: differences of counts of people would tell of few; "
        "take XMR or I");
  }
  for (const char* field : {"start_date", "end_date", "target", "rebase_dates",
                            "fix_after_n_points", "screen_outliers", "rule_length"}) {
    if (!IsChosen(request, field)) continue;
    return resource::InvalidArgument(
        field,
        "cannot be chosen in a chart of people for the audience PUBLISHED: exact figures "
        "could be found by trying");
  }
  return absl::OkStatus();
}

void ReleaseChart(const ChartRelease& release, Chart& chart) {
  const std::set<int> hidden = ReleaseValues(release, chart);
  const Rounding rounding(release.step);
  ReleaseLines(rounding, hidden, chart);
  const bool last_is_hidden =
      !chart.groups().empty() && hidden.contains(chart.groups().rbegin()->group());
  if (last_is_hidden) chart.clear_variation_icon();
  if (release.target_is_of_figures && chart.has_target()) {
    chart.set_target(rounding.Of(chart.target()));
  }
  if (release.target_is_of_figures && !hidden.empty()) chart.clear_target();
  if (last_is_hidden || !chart.has_target()) chart.clear_assurance_icon();
  AddWarning(chart);
}

}  // namespace potential::charts

#include "gateway/charts/chart_series.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/chassis/resource/violation.h"

namespace potential::gateway {
namespace {

using charts::v1::AnalyzeChartRequest;
using charts::v1::Chart;
using indicators::v1::Figure;
using indicators::v1::Indicator;

constexpr char kNotOver[] = "The period is not over.";
constexpr char kPartial[] = "The records of the period are not all there.";

bool UsesParts(Chart::Kind kind) {
  return kind == Chart::P || kind == Chart::P_PRIME || kind == Chart::U || kind == Chart::U_PRIME ||
         kind == Chart::I_PRIME;
}

// Ranges to its neighbours would bring a value into the limits though it is excluded.
bool UsesRanges(Chart::Kind kind) { return kind == Chart::MR || kind == Chart::I_PRIME; }

void SetFigure(const Figure& figure, bool parts, charts::v1::ChartInputPoint& point) {
  if (!parts) {
    if (figure.has_value()) point.set_value(figure.value());
    return;
  }
  // Nothing of nothing has no denominator and no place on such a chart.
  if (!figure.has_value()) return;
  point.set_value(figure.numerator());
  point.set_denominator(figure.denominator());
}

// Mean month of the baseline, without months that are not over or not all there.
std::optional<double> MeanMonth(const indicators::v1::Series& baseline) {
  double sum = 0;
  int months = 0;
  for (const auto& month : baseline.points()) {
    if (!month.closed() || month.partial() || !month.figure().has_value()) continue;
    sum += month.figure().value();
    ++months;
  }
  if (months == 0) return std::nullopt;
  return sum / months;
}

// What a period adds up to of months that each are `month`: a sum of things, but of a share or mean
// the same again.
double OfPeriod(double month, const ChartPlan& plan, const Indicator& indicator) {
  const bool adds_up = indicator.kind() == Indicator::FLOW && indicator.form() == Indicator::COUNT;
  return adds_up ? month * plan.months_of_period : month;
}

void AddPartialWarning(const AnalyzeChartRequest& series, Chart& chart) {
  int partial = 0;
  for (const auto& point : series.points()) partial += point.annotation() == kPartial;
  if (partial == 0) return;
  Chart::Warning& warning = *chart.add_warnings();
  warning.set_kind(Chart::Warning::PARTIAL_PERIODS);
  warning.set_text(absl::StrCat(partial, partial == 1 ? " period is" : " periods are",
                                " shown and left out of limits and signals, as the records are not "
                                "all there."));
}

bool IsIllustrative(const indicators::v1::QueryIndicatorsResponse& figures) {
  for (const auto& result : figures.results()) {
    for (const auto& point : result.overall().points()) {
      if (point.figure().illustrative()) return true;
    }
  }
  return false;
}

// An error in a point is none of the caller's: the figures do not fit this kind of chart.
absl::Status AboutTheRequest(const absl::Status& status, const AnalyzeChartRequest& series) {
  google::rpc::BadRequest details;
  const auto payload = status.GetPayload(resource::kBadRequestUrl);
  if (!payload || !details.ParseFromString(std::string(*payload))) return status;
  for (const auto& violation : details.field_violations()) {
    if (!absl::StartsWith(violation.field(), "points")) continue;
    return resource::FailedPrecondition(
        "FIGURES_DO_NOT_FIT",
        absl::StrCat("the figures cannot be shown on a chart of kind ",
                     Chart::Kind_Name(series.chart()), ": a figure ", violation.description()));
  }
  return status;
}

}  // namespace

AnalyzeChartRequest SeriesOf(const ChartPlan& plan, const Indicator& indicator,
                             const indicators::v1::QueryIndicatorsResponse& figures) {
  AnalyzeChartRequest series = plan.options;
  const bool parts = UsesParts(series.chart());
  if (parts && indicator.form() == Indicator::SHARE) series.set_multiply(100);
  for (const auto& period : figures.results(0).overall().points()) {
    if (period.start_date() > plan.question.as_of()) continue;
    charts::v1::ChartInputPoint& point = *series.add_points();
    point.set_date(period.start_date());
    SetFigure(period.figure(), parts, point);
    point.set_excluded(!period.closed() || period.partial());
    if (point.excluded() && UsesRanges(series.chart())) point.clear_value();
    if (period.partial()) {
      point.set_annotation(kPartial);
    } else if (!period.closed()) {
      point.set_annotation(kNotOver);
    }
  }
  if (plan.change_percent && figures.results_size() > 1) {
    if (const auto month = MeanMonth(figures.results(1).overall())) {
      series.set_target(OfPeriod(*month, plan, indicator) * (1 + *plan.change_percent / 100));
    }
  }
  return series;
}

absl::StatusOr<Chart> FinishChart(const charts::ChartAnalysis& analysis, const ChartPlan& plan,
                                  const Indicator& indicator,
                                  const indicators::v1::QueryIndicatorsResponse& figures) {
  const AnalyzeChartRequest series = SeriesOf(plan, indicator, figures);
  absl::StatusOr<Chart> chart = analysis.Analyze(series);
  if (!chart.ok()) return AboutTheRequest(chart.status(), series);
  AddPartialWarning(series, *chart);
  *chart->mutable_source() = plan.source;
  chart->mutable_source()->set_illustrative(IsIllustrative(figures));
  return chart;
}

}  // namespace potential::gateway

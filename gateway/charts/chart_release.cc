#include "gateway/charts/chart_release.h"

namespace potential::gateway {
namespace {

using indicators::v1::Figure;
using indicators::v1::Indicator;

charts::ReleasedFigure FigureOf(const Figure& figure) {
  charts::ReleasedFigure released;
  if (figure.has_value()) released.value = figure.value();
  released.withheld = figure.suppression() != Figure::SUPPRESSION_UNSPECIFIED;
  return released;
}

double StepOf(Indicator::Form form) {
  switch (form) {
    case Indicator::COUNT:
      return charts::kCountStep;
    case Indicator::SHARE:
      return charts::kShareStep;
    default:
      return charts::kMeanStep;
  }
}

}  // namespace

charts::ChartRelease ReleaseOf(const ChartPlan& plan, const Indicator& indicator,
                               const indicators::v1::Series& released) {
  charts::ChartRelease release{.figures = {},
                               .step = StepOf(indicator.form()),
                               .target_is_of_figures = plan.change_percent.has_value()};
  for (const auto& point : released.points()) {
    release.figures[point.start_date()] = FigureOf(point.figure());
  }
  return release;
}

}  // namespace potential::gateway

#include "gateway/charts/chart_release.h"

#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using indicators::v1::Figure;
using indicators::v1::Indicator;

indicators::v1::Series Released() {
  indicators::v1::Series released;
  const auto add = [&released](const char* date) -> Figure& {
    released.add_points()->set_start_date(date);
    return *released.mutable_points()->rbegin()->mutable_figure();
  };
  add("2024-01-01").set_value(20);
  add("2024-02-01").set_suppression(Figure::SMALL_NUMBERS);
  add("2024-03-01").set_suppression(Figure::PROTECTS_OTHERS);
  add("2024-04-01");
  return released;
}

charts::ChartRelease ReleaseAs(Indicator::Form form, const ChartPlan& plan = {}) {
  Indicator indicator;
  indicator.set_form(form);
  return ReleaseOf(plan, indicator, Released());
}

TEST(IndicatorReleaseTest, TakesTheFiguresAsTheServiceReleasesThem) {
  const charts::ChartRelease release = ReleaseAs(Indicator::COUNT);
  EXPECT_EQ(release.figures.size(), 4u);
  EXPECT_EQ(release.figures.at("2024-01-01").value, 20);
  EXPECT_FALSE(release.figures.at("2024-01-01").withheld);
  EXPECT_TRUE(release.figures.at("2024-02-01").withheld);
  EXPECT_TRUE(release.figures.at("2024-03-01").withheld);
  EXPECT_FALSE(release.figures.at("2024-04-01").withheld);
  EXPECT_FALSE(release.figures.at("2024-04-01").value);
}

TEST(IndicatorReleaseTest, RoundsLinesAsValuesOfTheFormAre) {
  EXPECT_EQ(ReleaseAs(Indicator::COUNT).step, 5);
  EXPECT_EQ(ReleaseAs(Indicator::SHARE).step, 1);
  EXPECT_EQ(ReleaseAs(Indicator::MEAN).step, 0.1);
}

TEST(IndicatorReleaseTest, ATargetFromTheBaselineIsOneOfFigures) {
  EXPECT_FALSE(ReleaseAs(Indicator::COUNT).target_is_of_figures);
  ChartPlan plan;
  plan.change_percent = 20;
  EXPECT_TRUE(ReleaseAs(Indicator::COUNT, plan).target_is_of_figures);
}

}  // namespace
}  // namespace potential::gateway

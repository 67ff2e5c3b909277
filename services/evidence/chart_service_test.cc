#include <gtest/gtest.h>

#include "potential/charts/v1/chart.pb.h"
#include "services/evidence/evidence_testing.h"

namespace potential::evidence {
namespace {

using charts::v1::AnalyzeChartRequest;
using charts::v1::Chart;

constexpr char kAnalyze[] = "potential.evidence.v1.ChartService.AnalyzeChart";

class ChartServiceTest : public EvidenceTest {};

TEST_F(ChartServiceTest, ChartsASeriesWithoutAnOrganisation) {
  AnalyzeChartRequest request;
  for (int day = 10; day < 25; ++day) {
    charts::v1::ChartInputPoint& point = *request.add_points();
    point.set_date("2026-05-" + std::to_string(day));
    point.set_value(day % 3);
  }
  const auto chart = fixture_.Call<Chart>(kAnalyze, request);
  ASSERT_THAT(chart, testing::IsOk());
  EXPECT_EQ(chart->points_size(), 15);
  EXPECT_EQ(chart->variation_icon(), Chart::COMMON_CAUSE);
}

TEST_F(ChartServiceTest, RefusesASeriesWithoutPoints) {
  const auto chart = fixture_.Call<Chart>(kAnalyze, AnalyzeChartRequest());
  EXPECT_EQ(chart.status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace potential::evidence

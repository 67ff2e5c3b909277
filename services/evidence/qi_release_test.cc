// How the points of a QI measure are released, by what their numbers say of them.

#include "services/evidence/qi_release.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/measures/calendar.h"

namespace potential::evidence {
namespace {

using charts::ChartRelease;
using charts::v1::ChartInputPoint;

constexpr auto kStrict = measures::DisclosureProfile::kStrict;

class QiReleaseTest : public ::testing::Test {
 protected:
  // A point of the next day; its date.
  std::string Add(std::optional<double> value, std::optional<double> denominator = std::nullopt) {
    ChartInputPoint& point = points_.emplace_back();
    point.set_date(measures::FormatDay({static_cast<int>(points_.size())}));
    if (value) point.set_value(*value);
    if (denominator) point.set_denominator(*denominator);
    return point.date();
  }
  ChartRelease Release(bool in_percent = false) {
    return ReleaseOf(points_, in_percent, kStrict).value();
  }

  std::vector<ChartInputPoint> points_;
};

TEST_F(QiReleaseTest, WholePartsOfWholeDenominatorsAreShares) {
  const std::string half = Add(10, 20);
  const std::string few = Add(4, 20);
  const std::string nobody = Add(0, 0);
  const std::string missing = Add(std::nullopt, 20);
  const ChartRelease percent = Release(true);
  EXPECT_EQ(percent.step, 1);
  EXPECT_EQ(percent.figures.at(half).value, 50);
  EXPECT_TRUE(percent.figures.at(few).withheld);
  EXPECT_TRUE(percent.figures.at(nobody).withheld);
  EXPECT_FALSE(percent.figures.at(missing).withheld);
  EXPECT_FALSE(percent.figures.at(missing).value);
  const ChartRelease quotient = Release();
  EXPECT_EQ(quotient.step, 0.01);
  EXPECT_EQ(quotient.figures.at(half).value, 0.5);
}

TEST_F(QiReleaseTest, OtherQuotientsAreMeansOfPeople) {
  const std::string minutes = Add(610.5, 20);
  const std::string of_few = Add(122.5, 4);
  const std::string events = Add(50, 20);
  const std::string few_events = Add(4, 3.5);
  const ChartRelease release = Release();
  EXPECT_EQ(release.step, 0.1);
  EXPECT_DOUBLE_EQ(*release.figures.at(minutes).value, 30.5);
  EXPECT_TRUE(release.figures.at(of_few).withheld);
  EXPECT_DOUBLE_EQ(*release.figures.at(events).value, 2.5);
  EXPECT_TRUE(release.figures.at(few_events).withheld);
}

TEST_F(QiReleaseTest, WholeValuesAreCountsOfPeople) {
  const std::string many = Add(13);
  const std::string few = Add(4);
  const std::string nobody = Add(0);
  Add(std::nullopt);
  const ChartRelease release = Release();
  EXPECT_EQ(release.step, 5);
  EXPECT_EQ(release.figures.at(many).value, 15);
  EXPECT_TRUE(release.figures.at(few).withheld);
  EXPECT_TRUE(release.figures.at(nobody).withheld);
}

TEST_F(QiReleaseTest, ValuesThatCannotBeCountsAreNotOfPeople) {
  Add(13);
  Add(-1);
  EXPECT_FALSE(ReleaseOf(points_, false, kStrict));
  points_.pop_back();
  Add(2.5);
  EXPECT_FALSE(ReleaseOf(points_, false, kStrict));
}

TEST_F(QiReleaseTest, LinesAreAsCoarseAsTheCoarsestFigure) {
  const std::string count = Add(13);
  const std::string share = Add(10, 20);
  const ChartRelease release = Release();
  EXPECT_EQ(release.step, 5);
  EXPECT_EQ(release.figures.at(count).value, 15);
  EXPECT_EQ(release.figures.at(share).value, 0.5);
}

}  // namespace
}  // namespace potential::evidence

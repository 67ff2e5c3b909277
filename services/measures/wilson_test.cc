#include "services/measures/wilson.h"

#include <gtest/gtest.h>

namespace potential::measures {
namespace {

struct Case {
  int64_t count;
  int64_t n;
  double lower;
  double upper;
};

// Computed from the formula by hand in decimal arithmetic of 40 digits.
TEST(WilsonIntervalTest, AgreesWithValuesComputedByHand) {
  for (const Case& c : {Case{5, 10, 0.2365930905125640, 0.7634069094874360},
                        Case{1, 10, 0.0178762130950729, 0.4041500267952385},
                        Case{7, 12, 0.3195113125495498, 0.8067396863412434},
                        Case{500, 1000, 0.4690696003681042, 0.5309303996318958}}) {
    const Interval interval = WilsonInterval(c.count, c.n);
    EXPECT_NEAR(interval.lower, c.lower, 1e-14) << c.count << " of " << c.n;
    EXPECT_NEAR(interval.upper, c.upper, 1e-14) << c.count << " of " << c.n;
  }
}

// R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3, to four digits.
TEST(WilsonIntervalTest, AgreesWithThePublishedExamples) {
  for (const Case& c : {Case{81, 263, 0.2553, 0.3662}, Case{15, 148, 0.0624, 0.1605},
                        Case{0, 20, 0, 0.1611}, Case{1, 29, 0.0061, 0.1718}}) {
    const Interval interval = WilsonInterval(c.count, c.n);
    EXPECT_NEAR(interval.lower, c.lower, 5e-5) << c.count << " of " << c.n;
    EXPECT_NEAR(interval.upper, c.upper, 5e-5) << c.count << " of " << c.n;
  }
}

TEST(WilsonIntervalTest, EndsAtExactlyZeroAndOneWhenNoneOrAllCount) {
  EXPECT_EQ(WilsonInterval(0, 10).lower, 0);
  EXPECT_NEAR(WilsonInterval(0, 10).upper, 0.2775327998628892, 1e-14);
  EXPECT_NEAR(WilsonInterval(10, 10).lower, 0.7224672001371108, 1e-14);
  EXPECT_EQ(WilsonInterval(10, 10).upper, 1);
}

TEST(WilsonIntervalTest, StaysInsideZeroAndOneAndHoldsThePart) {
  for (int64_t n = 1; n <= 60; ++n) {
    for (int64_t count = 0; count <= n; ++count) {
      const Interval interval = WilsonInterval(count, n);
      const double part = static_cast<double>(count) / static_cast<double>(n);
      EXPECT_GE(interval.lower, 0);
      EXPECT_LE(interval.upper, 1);
      EXPECT_LE(interval.lower, part);
      EXPECT_GE(interval.upper, part);
    }
  }
}

TEST(WilsonIntervalTest, TellsNothingWithoutTrials) {
  EXPECT_EQ(WilsonInterval(0, 0), (Interval{.lower = 0, .upper = 1}));
}

TEST(WilsonIntervalTest, GrowsWithTheConfidenceWanted) {
  const Interval wide = WilsonInterval(7, 12, 2.5758293035489004);
  const Interval usual = WilsonInterval(7, 12);
  EXPECT_LT(wide.lower, usual.lower);
  EXPECT_GT(wide.upper, usual.upper);
}

}  // namespace
}  // namespace potential::measures

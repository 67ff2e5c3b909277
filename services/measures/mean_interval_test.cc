#include "services/measures/mean_interval.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace potential::measures {
namespace {

Sums SumsOf(const std::vector<double>& values) {
  Sums sums;
  for (const double value : values) {
    ++sums.n;
    sums.sum += value;
    sums.sum_of_squares += value * value;
  }
  return sums;
}

// Published tables of Student's distribution, to all their digits.
TEST(StudentQuantile975Test, AgreesWithPublishedTables) {
  struct Case {
    int64_t degrees;
    double quantile;
  };
  for (const Case& c : {Case{1, 12.7062047364}, Case{2, 4.30265272991}, Case{3, 3.18244630528},
                        Case{4, 2.7764451052}, Case{5, 2.57058183661}, Case{10, 2.22813885196},
                        Case{20, 2.08596344727}, Case{30, 2.0422724563}, Case{120, 1.97993040505},
                        Case{1000, 1.96233908083}}) {
    EXPECT_NEAR(StudentQuantile975(c.degrees), c.quantile, 1e-9) << c.degrees;
  }
}

// With one and with two degrees of freedom the quantile has a closed form.
TEST(StudentQuantile975Test, AgreesWithClosedForms) {
  EXPECT_NEAR(StudentQuantile975(1), std::tan(std::acos(-1) * 0.475), 1e-10);
  EXPECT_NEAR(StudentQuantile975(2), 0.95 * std::sqrt(2 / (1 - 0.95 * 0.95)), 1e-11);
}

TEST(StudentQuantile975Test, FallsTowardsTheNormalQuantile) {
  double before = StudentQuantile975(1);
  for (int64_t degrees = 2; degrees < 3'000'000'000; degrees += 1 + degrees / 50) {
    const double quantile = StudentQuantile975(degrees);
    EXPECT_LT(quantile, before) << degrees;
    EXPECT_GE(quantile, kNormalQuantile975) << degrees;
    before = quantile;
  }
  EXPECT_NEAR(before, kNormalQuantile975, 1e-8);
}

TEST(MeanIntervalTest, IsTheMeanWithItsStandardErrorTimesTheQuantile) {
  // Mean 5, standard deviation 2 sqrt(5 / 3), so that the standard error is sqrt(5 / 3).
  const Interval interval = *MeanInterval(SumsOf({2, 4, 6, 8}));
  EXPECT_NEAR(interval.lower, 5 - 3.18244630528 * std::sqrt(5.0 / 3), 1e-9);
  EXPECT_NEAR(interval.upper, 5 + 3.18244630528 * std::sqrt(5.0 / 3), 1e-9);
}

TEST(MeanIntervalTest, HasNoWidthWhereAllValuesAreAlike) {
  EXPECT_EQ(*MeanInterval(SumsOf({0.1, 0.1, 0.1})),
            (Interval{*MeanOf(SumsOf({0.1, 0.1, 0.1})), *MeanOf(SumsOf({0.1, 0.1, 0.1}))}));
  EXPECT_EQ(*MeanInterval(SumsOf({0, 0})), (Interval{0, 0}));
}

TEST(MeanIntervalTest, IsAbsentWithoutSpread) {
  EXPECT_FALSE(MeanOf({}));
  EXPECT_FALSE(MeanInterval({}));
  EXPECT_FALSE(MeanInterval(SumsOf({3})));
  EXPECT_EQ(MeanOf(SumsOf({3})), 3);
}

TEST(MeanOfTest, IsNoughtWhereOnlyRoundingIsLeft) {
  EXPECT_EQ(MeanOf(SumsOf({0.1, 0.2, -0.3})), 0);
  EXPECT_NE(MeanOf(SumsOf({0.1, 0.2, -0.3 + 1e-9})), 0);
}

}  // namespace
}  // namespace potential::measures

#include "services/measures/periods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace potential::measures {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Day D(std::string_view text) { return ParseDay(text).value(); }
Window W(std::string_view first, std::string_view last) { return {D(first), D(last)}; }

TEST(PeriodsTest, GivesWholeMonthsAndSaysWhichAreClipped) {
  EXPECT_THAT(PeriodsOf(W("2024-01-15", "2024-03-31"), PeriodLength::kMonth),
              ElementsAre(Period{D("2024-01-01"), D("2024-01-31"), true, false},
                          Period{D("2024-02-01"), D("2024-02-29"), false, false},
                          Period{D("2024-03-01"), D("2024-03-31"), false, false}));
}

TEST(PeriodsTest, GivesWholeQuartersAndYears) {
  EXPECT_THAT(PeriodsOf(W("2023-11-01", "2024-04-01"), PeriodLength::kQuarter),
              ElementsAre(Period{D("2023-10-01"), D("2023-12-31"), true, false},
                          Period{D("2024-01-01"), D("2024-03-31"), false, false},
                          Period{D("2024-04-01"), D("2024-06-30"), false, true}));
  EXPECT_THAT(PeriodsOf(W("2023-01-01", "2024-06-30"), PeriodLength::kYear),
              ElementsAre(Period{D("2023-01-01"), D("2023-12-31"), false, false},
                          Period{D("2024-01-01"), D("2024-12-31"), false, true}));
}

TEST(PeriodsTest, ClipsOnePeriodOnBothSidesWhenTheWindowLiesInside) {
  const std::vector<Period> periods =
      PeriodsOf(W("2024-02-10", "2024-02-10"), PeriodLength::kMonth);
  EXPECT_THAT(periods, ElementsAre(Period{D("2024-02-01"), D("2024-02-29"), true, true}));
  EXPECT_TRUE(periods[0].IsClipped());
  EXPECT_EQ(PartOf(periods[0], W("2024-02-10", "2024-02-10")), W("2024-02-10", "2024-02-10"));
}

TEST(PeriodsTest, GivesNoneWhenTheWindowIsEmpty) {
  EXPECT_THAT(PeriodsOf(W("2024-02-10", "2024-02-09"), PeriodLength::kMonth), IsEmpty());
}

TEST(PeriodsTest, CoversEveryWindowWithoutGapOrOverlap) {
  for (const PeriodLength length :
       {PeriodLength::kMonth, PeriodLength::kQuarter, PeriodLength::kYear}) {
    for (int start = 0; start < 400; start += 7) {
      for (int days = 1; days < 900; days += 13) {
        const Window window = {AddDays(D("2023-06-01"), start),
                               AddDays(D("2023-06-01"), start + days - 1)};
        const std::vector<Period> periods = PeriodsOf(window, length);
        int covered = 0;
        for (size_t i = 0; i < periods.size(); ++i) {
          if (i > 0) {
            ASSERT_EQ(periods[i].first, AddDays(periods[i - 1].last, 1));
          }
          ASSERT_EQ(periods[i].clipped_start, periods[i].first < window.first);
          ASSERT_EQ(periods[i].clipped_end, periods[i].last > window.last);
          covered += PartOf(periods[i], window).Days();
        }
        ASSERT_EQ(covered, window.Days());
      }
    }
  }
}

TEST(PeriodsTest, PartOfAPeriodOutsideTheWindowIsEmpty) {
  const Period january = {D("2024-01-01"), D("2024-01-31")};
  EXPECT_TRUE(PartOf(january, W("2024-02-01", "2024-03-01")).IsEmpty());
  EXPECT_EQ(PartOf(january, W("2024-01-20", "2024-03-01")).Days(), 12);
}

TEST(PeriodsTest, ClosesTheDayAfterItsLastDay) {
  const Period january = {D("2024-01-01"), D("2024-01-31")};
  EXPECT_FALSE(IsClosed(january, D("2024-01-30")));
  EXPECT_FALSE(IsClosed(january, D("2024-01-31")));
  EXPECT_TRUE(IsClosed(january, D("2024-02-01")));
}

TEST(PeriodsTest, LatestClosedMonthsEndBeforeTheMonthOfTheDay) {
  EXPECT_THAT(LatestClosedMonths(D("2024-02-29"), 3),
              ElementsAre(MonthOf(2023, 11), MonthOf(2023, 12), MonthOf(2024, 1)));
  EXPECT_THAT(LatestClosedMonths(D("2024-03-01"), 1), ElementsAre(MonthOf(2024, 2)));
  EXPECT_THAT(LatestClosedMonths(D("2024-03-01"), 0), IsEmpty());
  EXPECT_EQ(LatestClosedMonths(D("2024-03-01"), 12).front(), MonthOf(2023, 3));
}

TEST(PeriodsTest, ShareOfWindowPassedCountsBothEndsAndTheDayItself) {
  const Window window = W("2024-01-01", "2024-01-10");
  EXPECT_DOUBLE_EQ(ShareOfWindowPassed(window, D("2023-12-31")), 0);
  EXPECT_DOUBLE_EQ(ShareOfWindowPassed(window, D("2024-01-01")), 0.1);
  EXPECT_DOUBLE_EQ(ShareOfWindowPassed(window, D("2024-01-09")), 0.9);
  EXPECT_DOUBLE_EQ(ShareOfWindowPassed(window, D("2024-01-10")), 1);
  EXPECT_DOUBLE_EQ(ShareOfWindowPassed(window, D("2025-01-01")), 1);
}

TEST(PeriodsTest, ShareOfAWindowOfOneDayOrNoneIsZeroOrOne) {
  EXPECT_DOUBLE_EQ(ShareOfWindowPassed(W("2024-01-01", "2024-01-01"), D("2024-01-01")), 1);
  EXPECT_DOUBLE_EQ(ShareOfWindowPassed(W("2024-01-02", "2024-01-01"), D("2024-01-01")), 0);
  EXPECT_DOUBLE_EQ(ShareOfWindowPassed(W("2024-01-02", "2024-01-01"), D("2024-01-02")), 1);
}

TEST(PeriodsTest, WindowsContainBothOfTheirEnds) {
  const Window window = W("2024-01-01", "2024-01-10");
  EXPECT_FALSE(window.Contains(D("2023-12-31")));
  EXPECT_TRUE(window.Contains(D("2024-01-01")));
  EXPECT_TRUE(window.Contains(D("2024-01-10")));
  EXPECT_FALSE(window.Contains(D("2024-01-11")));
  EXPECT_EQ(window.Days(), 10);
}

}  // namespace
}  // namespace potential::measures

#include "services/measures/calendar_gaps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace potential::measures {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Day D(std::string_view text) { return ParseDay(text).value(); }

std::vector<Day> Days(std::initializer_list<std::string_view> texts) {
  std::vector<Day> days;
  for (const std::string_view text : texts) days.push_back(D(text));
  return days;
}

TEST(CalendarGapsTest, FindsMonthsThatAreLeftOut) {
  const auto found = FindCalendarGaps(
      Days({"2024-01-01", "2024-02-01", "2024-03-01", "2024-06-01", "2024-07-01"}));
  EXPECT_EQ(found.step, CalendarStep::kMonths);
  EXPECT_EQ(found.length, 1);
  EXPECT_THAT(found.gaps, ElementsAre(CalendarGap{D("2024-03-01"), D("2024-06-01"), 2}));
}

TEST(CalendarGapsTest, KnowsMonthsByTheirLastDay) {
  const auto found = FindCalendarGaps(
      Days({"2024-01-31", "2024-02-29", "2024-03-31", "2024-05-31", "2024-06-30"}));
  EXPECT_EQ(found.step, CalendarStep::kMonths);
  EXPECT_THAT(found.gaps, ElementsAre(CalendarGap{D("2024-03-31"), D("2024-05-31"), 1}));
}

TEST(CalendarGapsTest, KnowsQuarters) {
  const auto found = FindCalendarGaps(
      Days({"2023-01-01", "2023-04-01", "2023-10-01", "2024-01-01", "2024-04-01"}));
  EXPECT_EQ(found.length, 3);
  EXPECT_THAT(found.gaps, ElementsAre(CalendarGap{D("2023-04-01"), D("2023-10-01"), 1}));
}

TEST(CalendarGapsTest, FindsWeeksThatAreLeftOut) {
  const auto found =
      FindCalendarGaps(Days({"2024-01-01", "2024-01-08", "2024-01-15", "2024-02-05"}));
  EXPECT_EQ(found.step, CalendarStep::kDays);
  EXPECT_EQ(found.length, 7);
  EXPECT_THAT(found.gaps, ElementsAre(CalendarGap{D("2024-01-15"), D("2024-02-05"), 2}));
}

TEST(CalendarGapsTest, DoesNotMissWeekendsOfWorkingDays) {
  std::vector<Day> dates;
  for (Day day = D("2024-01-01"); day < D("2024-02-01"); day = AddDays(day, 1)) {
    if ((day.number + 3) % 7 < 5) dates.push_back(day);
  }
  EXPECT_THAT(FindCalendarGaps(dates).gaps, IsEmpty());
  dates.erase(dates.begin() + 5);  // Monday 8 January
  const auto found = FindCalendarGaps(dates);
  EXPECT_EQ(found.step, CalendarStep::kWorkingDays);
  EXPECT_THAT(found.gaps, ElementsAre(CalendarGap{D("2024-01-05"), D("2024-01-09"), 1}));
}

TEST(CalendarGapsTest, FindsNoneInIrregularOrShortSeries) {
  EXPECT_EQ(FindCalendarGaps(Days({"2024-01-01", "2024-09-01"})).step, CalendarStep::kIrregular);
  EXPECT_EQ(FindCalendarGaps(Days({"2024-01-03", "2024-01-04", "2024-02-11", "2024-05-30"})).step,
            CalendarStep::kIrregular);
}

TEST(CalendarGapsTest, TakesAStepThatIsAFewDaysOffForNoGap) {
  const auto found = FindCalendarGaps(
      Days({"2024-01-01", "2024-01-08", "2024-01-15", "2024-01-23", "2024-01-30"}));
  EXPECT_THAT(found.gaps, IsEmpty());
}

}  // namespace
}  // namespace potential::measures

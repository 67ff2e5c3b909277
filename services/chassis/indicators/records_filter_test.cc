#include "services/chassis/indicators/records_filter.h"

#include <gtest/gtest.h>

namespace potential::indicators {
namespace {

measures::Day D(const char* text) { return *measures::ParseDay(text); }

TEST(RecordsFilterTest, PlaceholdersTakeTheDayInEveryForm) {
  EXPECT_EQ(FillFilter("a <= \"{as_of}\" AND b <= \"{as_of_month}\"", D("2026-03-15")),
            "a <= \"2026-03-15\" AND b <= \"2026-03\"");
  EXPECT_EQ(FillFilter("{month_before_start} {month_before_end}", D("2026-03-15")),
            "2026-02-01 2026-02-28");
  EXPECT_EQ(FillFilter("{month_before_start}", D("2026-01-01")), "2025-12-01");
}

TEST(RecordsFilterTest, MonthIsCompleteOnItsLastDay) {
  EXPECT_EQ(FillFilter("{complete_month}", D("2026-02-27")), "2026-01");
  EXPECT_EQ(FillFilter("{complete_month}", D("2026-02-28")), "2026-02");
  EXPECT_EQ(FillFilter("{complete_month}", D("2026-03-01")), "2026-02");
}

TEST(RecordsFilterTest, DayEndsAtMidnightInLondon) {
  EXPECT_EQ(FillFilter("{as_of_end}", D("2026-01-10")), "2026-01-11T00:00:00Z");
  EXPECT_EQ(FillFilter("{as_of_end}", D("2026-07-10")), "2026-07-10T23:00:00Z");
  // Summer time begins on 29 March 2026: the day has 23 hours.
  EXPECT_EQ(FillFilter("{as_of_end}", D("2026-03-28")), "2026-03-29T00:00:00Z");
  EXPECT_EQ(FillFilter("{as_of_end}", D("2026-03-29")), "2026-03-29T23:00:00Z");
}

TEST(RecordsFilterTest, OtherBracesStay) {
  EXPECT_EQ(FillFilter("forum = \"{organisation}/{value}\" {as_of_other}", D("2026-01-10")),
            "forum = \"{organisation}/{value}\" {as_of_other}");
}

TEST(RecordsFilterTest, SpanHasEveryBoundOnce) {
  EXPECT_EQ(SpanFilter({.first = "a", .ends = {}, .lasts = {}}), "a <= \"{as_of}\"");
  EXPECT_EQ(SpanFilter({.first = "a", .ends = {"b", "c"}, .lasts = {"d"}}),
            "a <= \"{as_of}\" AND NOT b <= \"{as_of}\" AND NOT c <= \"{as_of}\" AND NOT d < "
            "\"{as_of}\"");
}

TEST(RecordsFilterTest, AndLeavesOutWhatIsEmpty) {
  EXPECT_EQ(And("", ""), "");
  EXPECT_EQ(And("a:*", ""), "a:*");
  EXPECT_EQ(And("", "b:*"), "b:*");
  EXPECT_EQ(And("a:*", "b:*"), "a:* AND b:*");
}

}  // namespace
}  // namespace potential::indicators

#include "gateway/cli/date_expression.h"

#include "gtest/gtest.h"

namespace potential::cli {
namespace {

measures::Day DayOf(const char* text) { return *measures::ParseDay(text); }

std::string Expand(absl::string_view text, const char* today = "2026-03-31") {
  const absl::StatusOr<std::string> expanded = ExpandDates(text, DayOf(today));
  return expanded.ok() ? *expanded
                       : std::string(absl::StatusCodeToString(expanded.status().code()));
}

TEST(DateExpressionTest, CountsDaysWeeksMonthsAndYearsFromToday) {
  EXPECT_EQ(Expand("{today}"), "2026-03-31");
  EXPECT_EQ(Expand("{today-31d}"), "2026-02-28");
  EXPECT_EQ(Expand("{today+2w}"), "2026-04-14");
  EXPECT_EQ(Expand("{today-1m}"), "2026-02-28");
  EXPECT_EQ(Expand("{today-2y}"), "2024-03-31");
  EXPECT_EQ(Expand("{today-2y-1m+1d}"), "2024-03-01");
}

TEST(DateExpressionTest, NamesMonthsAndTheirDays) {
  EXPECT_EQ(Expand("{month}"), "2026-03");
  EXPECT_EQ(Expand("{month-3}"), "2025-12");
  EXPECT_EQ(Expand("{month+10}"), "2027-01");
  EXPECT_EQ(Expand("{month-3.first}"), "2025-12-01");
  EXPECT_EQ(Expand("{month-1.last}"), "2026-02-28");
  EXPECT_EQ(Expand("{month-3.first+4d}"), "2025-12-05");
  EXPECT_EQ(Expand("{today-45d.month}"), "2026-02");
}

TEST(DateExpressionTest, NamesTheDaysOfQuarters) {
  EXPECT_EQ(Expand("{quarter.first}"), "2026-01-01");
  EXPECT_EQ(Expand("{quarter.last}"), "2026-03-31");
  EXPECT_EQ(Expand("{quarter-1.first+20d}"), "2025-10-21");
  EXPECT_EQ(Expand("{quarter-1.last}", "2026-04-01"), "2026-03-31");
}

TEST(DateExpressionTest, MovesWeekendsToMonday) {
  EXPECT_EQ(Expand("{today.workday}", "2026-11-20"), "2026-11-20");  // a Friday
  EXPECT_EQ(Expand("{today.workday}", "2026-11-21"), "2026-11-23");
  EXPECT_EQ(Expand("{today.workday}", "2026-11-22"), "2026-11-23");
  EXPECT_EQ(Expand("{today-80y.workday}", "2026-11-21"), "1946-11-21");  // a Thursday before 1970
}

TEST(DateExpressionTest, KeepsTheTextAround) {
  EXPECT_EQ(Expand("from {month-1} to {month} {{today}"), "from 2026-02 to 2026-03 {today}");
  EXPECT_EQ(Expand(""), "");
  EXPECT_EQ(Expand("}"), "}");
}

TEST(DateExpressionTest, RefusesWhatIsNotInTheGrammar) {
  for (const char* bad :
       {"{", "{}", "{today", "{tomorrow}", "{today-45}", "{today-d}", "{today-5x}", "{today 1d}",
        "{month-3d}", "{month-1m}", "{month.first.first}", "{quarter}", "{quarter-1}", "{month+}",
        "{today.first}", "{today-99999999999d}", "{today-200y}", "{today+9000y}", "{month-3}{x}"}) {
    EXPECT_EQ(Expand(bad), "INVALID_ARGUMENT") << bad;
  }
}

}  // namespace
}  // namespace potential::cli

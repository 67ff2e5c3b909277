#include "services/measures/disclosure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "services/measures/golden_cases.h"

namespace potential::measures {
namespace {

using Hidden = ReleasedStatistic::Hidden;

constexpr DisclosureProfile kBoth[] = {DisclosureProfile::kNhs, DisclosureProfile::kStrict};

// The primary rule on the golden cases, which are those of profile NHS.
TEST(PrimaryRuleTest, AgreesWithTheGoldenCases) {
  const rapidjson::Document cases =
      golden::Read(golden::Synthetic() / "scores_and_suppression.json");
  const auto expected = [](const golden::Json& one) -> std::optional<int64_t> {
    if (one["expected"].IsString()) return std::nullopt;
    return one["expected"].GetInt64();
  };
  ASSERT_EQ(cases["suppressed_count"].Size(), 12U);
  for (const golden::Json& one : cases["suppressed_count"].GetArray()) {
    EXPECT_EQ(ReleasedCount(one["count"].GetInt64()), expected(one)) << one["count"].GetInt64();
  }
  ASSERT_EQ(cases["suppressed_percent"].Size(), 6U);
  for (const golden::Json& one : cases["suppressed_percent"].GetArray()) {
    // A missing numerator is nobody.
    const int64_t numerator = one["numerator"].IsNull() ? 0 : one["numerator"].GetInt64();
    EXPECT_EQ(ReleasedPercent(numerator, one["denominator"].GetInt64(), DisclosureProfile::kNhs),
              expected(one))
        << numerator;
  }
}

TEST(ReleasedCountTest, HidesBelowFiveAndRoundsToTheNearestFive) {
  const std::map<int64_t, int64_t> shown = {{5, 5},    {6, 5},    {7, 5},      {8, 10},
                                            {12, 10},  {13, 15},  {98, 100},   {254, 255},
                                            {1002, 1000}};
  for (const int64_t count : {0, 1, 4}) EXPECT_EQ(ReleasedCount(count), std::nullopt) << count;
  for (const auto& [count, value] : shown) EXPECT_EQ(ReleasedCount(count), value) << count;
}

TEST(ReleasedPercentTest, HidesSmallNumeratorsAndDenominators) {
  for (const DisclosureProfile profile : kBoth) {
    EXPECT_EQ(ReleasedPercent(4, 20, profile), std::nullopt);
    EXPECT_EQ(ReleasedPercent(5, 4, profile), std::nullopt);
    EXPECT_EQ(ReleasedPercent(0, 0, profile), std::nullopt);
    EXPECT_EQ(ReleasedPercent(5, 20, profile), 25);
    EXPECT_EQ(ReleasedPercent(17, 23, profile), 74);
    EXPECT_EQ(ReleasedPercent(45, 200, profile), 23) << "22.5 goes up";
  }
}

TEST(ReleasedPercentTest, HidesSmallComplementsByProfileStrictOnly) {
  EXPECT_EQ(ReleasedPercent(60, 61, DisclosureProfile::kNhs), 98);
  EXPECT_EQ(ReleasedPercent(60, 61, DisclosureProfile::kStrict), std::nullopt);
  EXPECT_EQ(ReleasedPercent(56, 61, DisclosureProfile::kStrict), 92);
}

// Rows by columns of base cells, with the statistics that a dashboard shows of them: every cell, row
// totals, column totals and the total. With `shares`, the cells come in pairs of those that count and
// the rest, and each row and the whole has its percentage, too.
struct Table {
  std::vector<int64_t> base;
  std::vector<Statistic> statistics;
};

Table CountTable(size_t rows, size_t columns, std::vector<int64_t> base) {
  Table table{.base = std::move(base), .statistics = {}};
  Statistic total;
  for (size_t row = 0; row < rows; ++row) {
    Statistic of_row;
    for (size_t column = 0; column < columns; ++column) {
      const size_t cell = row * columns + column;
      of_row.numerator.push_back(cell);
      total.numerator.push_back(cell);
      if (columns > 1) table.statistics.push_back({.numerator = {cell}});
    }
    table.statistics.push_back(of_row);
  }
  for (size_t column = 0; columns > 1 && column < columns; ++column) {
    Statistic of_column;
    for (size_t row = 0; row < rows; ++row) of_column.numerator.push_back(row * columns + column);
    table.statistics.push_back(of_column);
  }
  table.statistics.push_back(total);
  return table;
}

Table ShareTable(std::vector<int64_t> pairs) {
  Table table{.base = std::move(pairs), .statistics = {}};
  std::vector<size_t> counted;
  std::vector<size_t> all;
  for (size_t cell = 0; cell < table.base.size(); cell += 2) {
    table.statistics.push_back({.numerator = {cell}});
    table.statistics.push_back({.numerator = {cell, cell + 1}});
    table.statistics.push_back({.numerator = {cell}, .denominator = {cell, cell + 1}});
    counted.push_back(cell);
    all.insert(all.end(), {cell, cell + 1});
  }
  table.statistics.push_back({.numerator = counted});
  table.statistics.push_back({.numerator = all});
  table.statistics.push_back({.numerator = counted, .denominator = all});
  return table;
}

int64_t SumOf(const std::vector<size_t>& cells, const std::vector<int64_t>& base) {
  int64_t sum = 0;
  for (const size_t cell : cells) sum += base[cell];
  return sum;
}

// What a reader sees of a statistic who knows which are hidden for which cause, written apart from the
// code under test: a hidden one tells whether the primary rule hides it, a shown one its number.
bool LooksTheSame(const Statistic& statistic, const ReleasedStatistic& released,
                  const std::vector<int64_t>& base, DisclosureProfile profile) {
  const int64_t n = SumOf(statistic.numerator, base);
  const int64_t d = SumOf(statistic.denominator, base);
  const bool percent = !statistic.denominator.empty();
  bool small = n < 5;
  if (percent) small = small || d < 5 || (profile == DisclosureProfile::kStrict && d - n < 5);
  if (released.hidden == Hidden::kPrimary) return small;
  if (small || released.hidden == Hidden::kSecondary) return !small;
  if (!percent) return n >= *released.value - 2 && n <= *released.value + 2;
  return 200 * n >= (2 * *released.value - 1) * d && 200 * n < (2 * *released.value + 1) * d;
}

// Every table of base cells up to `most` that would be published in the same way: the values that each
// hidden statistic takes in them.
std::vector<std::set<std::pair<int64_t, int64_t>>> FeasibleValues(
    const Table& table, const std::vector<ReleasedStatistic>& released, DisclosureProfile profile,
    int64_t most) {
  std::vector<std::set<std::pair<int64_t, int64_t>>> values(table.statistics.size());
  std::vector<int64_t> base(table.base.size(), 0);
  const std::function<void(size_t)> fill = [&](size_t cell) {
    if (cell < base.size()) {
      for (base[cell] = 0; base[cell] <= most; ++base[cell]) fill(cell + 1);
      base[cell] = 0;
      return;
    }
    for (size_t s = 0; s < table.statistics.size(); ++s) {
      if (!LooksTheSame(table.statistics[s], released[s], base, profile)) return;
    }
    for (size_t s = 0; s < table.statistics.size(); ++s) {
      const int64_t n = SumOf(table.statistics[s].numerator, base);
      const int64_t d = SumOf(table.statistics[s].denominator, base);
      const int64_t divisor = d == 0 ? 1 : std::gcd(n, d);
      values[s].insert(d == 0 ? std::pair(n, d) : std::pair(n / divisor, d / divisor));
    }
  };
  fill(0);
  return values;
}

void Audit(const Table& table, DisclosureProfile profile, int64_t most) {
  const auto released = Release(table.base, table.statistics, profile);
  const auto feasible = FeasibleValues(table, released, profile, most);
  for (size_t s = 0; s < released.size(); ++s) {
    ASSERT_FALSE(feasible[s].empty());
    EXPECT_EQ(released[s].value.has_value(), released[s].hidden == Hidden::kNo);
    if (released[s].hidden == Hidden::kNo) continue;
    EXPECT_GE(feasible[s].size(), 2u)
        << "statistic " << s << " of base " << ::testing::PrintToString(table.base);
  }
}

TEST(ReleaseTest, HidesATotalThatWouldDiscloseItsParts) {
  // 4 and 4: a total shown as 10 leaves no other parts, as none may be above 4.
  const Table table = CountTable(2, 1, {4, 4});
  const auto released = Release(table.base, table.statistics);
  EXPECT_EQ(released[0].hidden, Hidden::kPrimary);
  EXPECT_EQ(released[1].hidden, Hidden::kPrimary);
  EXPECT_EQ(released[2].hidden, Hidden::kSecondary);
}

TEST(ReleaseTest, HidesNothingMoreWhereRoundingProtects) {
  const Table table = CountTable(3, 1, {3, 12, 40});
  const auto released = Release(table.base, table.statistics);
  EXPECT_EQ(released[0].hidden, Hidden::kPrimary);
  EXPECT_EQ(released[1].value, 10);
  EXPECT_EQ(released[2].value, 40);
  EXPECT_EQ(released[3].value, 55);
}

TEST(ReleaseTest, NeverShowsWhatThePrimaryRuleHides) {
  std::mt19937_64 random(20261122);
  for (int round = 0; round < 200; ++round) {
    std::vector<int64_t> base(12);
    for (int64_t& cell : base) cell = static_cast<int64_t>(random() % 15);
    const Table table = CountTable(3, 4, base);
    const auto released = Release(table.base, table.statistics);
    for (size_t s = 0; s < released.size(); ++s) {
      const int64_t count = SumOf(table.statistics[s].numerator, base);
      EXPECT_EQ(released[s].hidden == Hidden::kPrimary, count < 5);
      if (released[s].hidden == Hidden::kNo) {
        EXPECT_EQ(released[s].value, ReleasedCount(count));
      }
    }
  }
}

// The interval audit: over random tables, every hidden statistic keeps two feasible values.
TEST(ReleaseTest, LeavesTwoFeasibleValuesInRowsWithATotal) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<int64_t> base(2 + random() % 3);
    for (int64_t& cell : base) cell = static_cast<int64_t>(random() % 9);
    for (const DisclosureProfile profile : kBoth) Audit(CountTable(base.size(), 1, base), profile, 14);
  }
}

TEST(ReleaseTest, LeavesTwoFeasibleValuesInTwoWayTables) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 60; ++round) {
    std::vector<int64_t> base(4);
    for (int64_t& cell : base) cell = static_cast<int64_t>(random() % 9);
    Audit(CountTable(2, 2, base), DisclosureProfile::kStrict, 12);
  }
}

TEST(ReleaseTest, LeavesTwoFeasibleValuesInShares) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 60; ++round) {
    std::vector<int64_t> base(4);
    for (int64_t& cell : base) cell = static_cast<int64_t>(random() % 12);
    for (const DisclosureProfile profile : kBoth) Audit(ShareTable(base), profile, 15);
  }
}

}  // namespace
}  // namespace potential::measures

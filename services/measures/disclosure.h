// Disclosure control of published counts of people: which figures of a table may be shown, and as what.
//
// A table is made of base cells, the exact counts of its finest groups, and of statistics, which are
// what would be published: sums of base cells (a cell, a row total, a total) and percentages of two such
// sums.
//
//   primary    A count below 5 is hidden, others are shown to the nearest 5. A percentage is hidden
//              when its numerator or denominator is below 5; by profile STRICT also when the rest of
//              the denominator is (60 of 61 would disclose the one). Others are whole numbers.
//   secondary  Further statistics are hidden until no hidden one can be worked out from those that are
//              shown. Proof is a second table that would be published in just the same way and differs
//              in the hidden statistic; so every hidden statistic keeps two feasible values at least,
//              even for a reader who knows which are hidden for which cause. Where no proof is
//              found, all statistics of the highest tier are hidden for one cause, and so on.
//
// Source of the primary rule: NHS Digital's published code for the Mental Health Services Data Set
// (counts, percentages); profile STRICT and the secondary rule are this project's. Analyses (limits,
// signals) are made of exact values before anything is released.
//
// Pure functions over values: any thread may call them.

#ifndef POTENTIAL_SERVICES_MEASURES_DISCLOSURE_H_
#define POTENTIAL_SERVICES_MEASURES_DISCLOSURE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace potential::measures {

// Least count of people that is shown, and what counts are rounded to.
inline constexpr int64_t kLeastShownCount = 5;
inline constexpr int64_t kCountStep = 5;

enum class DisclosureProfile { kNhs, kStrict };

// A count to the nearest 5, or nullopt if it is hidden. `count` is 0 or more.
std::optional<int64_t> ReleasedCount(int64_t count);

// 100 * numerator / denominator as a whole number, halves up, or nullopt if it is hidden.
std::optional<int64_t> ReleasedPercent(int64_t numerator, int64_t denominator,
                                       DisclosureProfile profile);

// What may be published of the base cells.
struct Statistic {
  // Positions of the base cells that are added up; each at most once.
  std::vector<size_t> numerator;
  // For a percentage, the base cells of its denominator; empty for a count.
  std::vector<size_t> denominator = {};
  // From 0 to kStatisticTiers - 1: of a lower tier it is worth more, and the higher are hidden first.
  int tier = 0;
};
inline constexpr int kStatisticTiers = 6;

struct ReleasedStatistic {
  enum class Hidden {
    kNo,
    kPrimary,    // too few people
    kSecondary,  // would disclose a statistic that is hidden for too few people
  };
  Hidden hidden = Hidden::kNo;
  // The rounded count or the whole percentage; absent if hidden.
  std::optional<int64_t> value;
};

// What is released of each statistic, in their order. `base` are counts of 0 or more. The time grows
// with the hidden statistics times the base cells; tables of thousands of cells take a second or so.
std::vector<ReleasedStatistic> Release(const std::vector<int64_t>& base,
                                       const std::vector<Statistic>& statistics,
                                       DisclosureProfile profile = DisclosureProfile::kStrict);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_DISCLOSURE_H_

#include "services/measures/disclosure.h"

#include <algorithm>
#include <utility>

namespace potential::measures {
namespace {

using Hidden = ReleasedStatistic::Hidden;

// A change of one or two base cells by one each, from which a second feasible table comes.
struct Change {
  size_t cell;
  int64_t by;
};
using Changes = std::vector<Change>;

// Changes that are tried for one statistic once one is known that some hiding makes a witness: the
// search for a lesser loss ends there. What is found is a proof all the same.
constexpr int kMostTried = 4000;

class Releaser {
 public:
  Releaser(const std::vector<int64_t>& base, const std::vector<Statistic>& statistics,
           DisclosureProfile profile)
      : base_(base),
        statistics_(statistics),
        profile_(profile),
        of_cell_(base.size()),
        in_numerator_(statistics.size(), std::vector<bool>(base.size(), false)),
        in_denominator_(in_numerator_),
        numerators_(statistics.size()),
        denominators_(statistics.size()),
        shown_(statistics.size()),
        witness_(statistics.size()),
        withheld_(statistics.size(), false) {
    for (size_t s = 0; s < statistics.size(); ++s) {
      for (const size_t cell : statistics[s].numerator) {
        Join(s, cell, in_numerator_[s], numerators_[s]);
      }
      for (const size_t cell : statistics[s].denominator) {
        Join(s, cell, in_denominator_[s], denominators_[s]);
      }
      shown_[s] = Shown(s, numerators_[s], denominators_[s]);
    }
  }

  std::vector<ReleasedStatistic> Run() {
    while (released_tiers_ > 0 && !ProtectAll()) {
      --released_tiers_;
      std::fill(withheld_.begin(), withheld_.end(), false);
      std::fill(witness_.begin(), witness_.end(), Changes());
    }
    std::vector<ReleasedStatistic> released(statistics_.size());
    for (size_t s = 0; s < statistics_.size(); ++s) {
      if (withheld_[s] || IsGivenUp(s)) {
        released[s].hidden = Hidden::kSecondary;
      } else if (!shown_[s]) {
        released[s].hidden = Hidden::kPrimary;
      } else {
        released[s].value = shown_[s];
      }
    }
    return released;
  }

 private:
  // Hides statistics until all hidden ones are protected; false if one cannot be.
  bool ProtectAll() {
    bool changed = true;
    while (changed) {
      changed = false;
      for (size_t s = 0; s < statistics_.size(); ++s) {
        if (!IsHidden(s) || IsEmpty(s) || IsProtected(s)) continue;
        const Search found = Protect(s);
        if (found == Search::kNothing) return false;
        if (found == Search::kHides) changed = true;
      }
    }
    return true;
  }

  // Nothing is told of a tier that was given up, not even which of it are small.
  bool IsGivenUp(size_t s) const { return statistics_[s].tier >= released_tiers_; }

  void Join(size_t statistic, size_t cell, std::vector<bool>& members, int64_t& sum) {
    members[cell] = true;
    sum += base_[cell];
    if (of_cell_[cell].empty() || of_cell_[cell].back() != statistic) {
      of_cell_[cell].push_back(statistic);
    }
  }

  bool IsPercent(size_t s) const { return !statistics_[s].denominator.empty(); }
  bool IsHidden(size_t s) const { return withheld_[s] || !shown_[s] || IsGivenUp(s); }
  // Nothing can be kept from a reader of a sum of nothing.
  bool IsEmpty(size_t s) const {
    return statistics_[s].numerator.empty() && statistics_[s].denominator.empty();
  }

  // What the primary rule shows.
  std::optional<int64_t> Shown(size_t s, int64_t numerator, int64_t denominator) const {
    return IsPercent(s) ? ReleasedPercent(numerator, denominator, profile_)
                        : ReleasedCount(numerator);
  }

  static int64_t Sum(const std::vector<bool>& members, const Changes& changes) {
    int64_t sum = 0;
    for (const Change& change : changes) sum += members[change.cell] ? change.by : 0;
    return sum;
  }

  bool Differs(size_t s, int64_t numerator, int64_t denominator) const {
    if (!IsPercent(s)) return numerator != numerators_[s];
    // A share of nothing is another one than a share of something.
    if (denominator == 0 || denominators_[s] == 0) return denominator != denominators_[s];
    return numerator * denominators_[s] != numerators_[s] * denominator;
  }

  // Whether a witness that was found earlier is still one: it is unless more was hidden meanwhile.
  bool IsProtected(size_t s) const {
    if (witness_[s].empty()) return false;
    const std::optional<std::vector<size_t>> betrayed = Betrayed(witness_[s], s);
    return betrayed && betrayed->empty();
  }

  // A witness for one statistic is one for all hidden statistics that it differs in.
  void Keep(const Changes& changes) {
    for (const Change& change : changes) {
      for (const size_t s : of_cell_[change.cell]) {
        if (IsHidden(s)) witness_[s] = changes;
      }
    }
  }

  // The statistics that are shown and would be shown otherwise after the changes; nullopt if no
  // hiding makes the changed table look the same, or if it does not differ in `wanted`.
  std::optional<std::vector<size_t>> Betrayed(const Changes& changes, size_t wanted) const {
    std::vector<size_t> betrayed;
    for (const Change& change : changes) {
      if (base_[change.cell] + change.by < 0) return std::nullopt;
    }
    bool differs = false;
    // What would be lost; each statistic is met twice at most.
    int64_t lost = 0;
    for (const Change& change : changes) {
      if (least_ && lost > 2 * least_->first.first) return std::nullopt;
      for (const size_t s : of_cell_[change.cell]) {
        const int64_t numerator = numerators_[s] + Sum(in_numerator_[s], changes);
        const int64_t denominator = denominators_[s] + Sum(in_denominator_[s], changes);
        if (s == wanted) differs = Differs(s, numerator, denominator);
        if (IsGivenUp(s)) continue;
        const std::optional<int64_t> shown = Shown(s, numerator, denominator);
        // What is hidden stays hidden for the same cause.
        if (shown.has_value() != shown_[s].has_value()) {
          if (!shown_[s] || withheld_[s]) return std::nullopt;
          betrayed.push_back(s);
          lost += Worth(s);
        } else if (!withheld_[s] && shown != shown_[s]) {
          betrayed.push_back(s);
          lost += Worth(s);
        }
      }
    }
    if (!differs) return std::nullopt;
    std::sort(betrayed.begin(), betrayed.end());
    betrayed.erase(std::unique(betrayed.begin(), betrayed.end()), betrayed.end());
    return betrayed;
  }

  // One of a tier is worth more than many of the next.
  int64_t Worth(size_t s) const {
    int64_t worth = 1;
    for (int tier = statistics_[s].tier + 1; tier < kStatisticTiers; ++tier) worth *= 16;
    return worth;
  }

  // Fewer statistics, then smaller ones, are the lesser loss.
  std::pair<int64_t, int64_t> Loss(const std::vector<size_t>& betrayed) const {
    std::pair<int64_t, int64_t> loss = {0, 0};
    for (const size_t s : betrayed) {
      loss.first += Worth(s);
      loss.second += IsPercent(s) ? denominators_[s] : numerators_[s];
    }
    return loss;
  }

  // Keeps the least loss of those seen so far; true if nothing is lost at all.
  bool Consider(const Changes& changes, size_t wanted) {
    ++tried_;
    std::optional<std::vector<size_t>> betrayed = Betrayed(changes, wanted);
    if (!betrayed) return false;
    if (betrayed->empty()) {
      Keep(changes);
      return true;
    }
    const auto loss = Loss(*betrayed);
    if (!least_ || loss < least_->first) least_ = {loss, *std::move(betrayed)};
    return false;
  }

  enum class Search { kWitness, kHides, kNothing };

  // Looks for a second feasible value of the hidden statistic; else hides what takes it away.
  Search Protect(size_t wanted) {
    least_.reset();
    tried_ = 0;
    std::vector<size_t> cells = statistics_[wanted].numerator;
    const std::vector<size_t>& denominator = statistics_[wanted].denominator;
    cells.insert(cells.end(), denominator.begin(), denominator.end());
    for (const size_t cell : cells) {
      if (ProtectBy(cell, wanted)) return Search::kWitness;
    }
    for (const size_t cell : cells) {
      if (least_ && tried_ >= kMostTried) break;
      if (ProtectByTwo(cell, wanted)) return Search::kWitness;
    }
    if (!least_) return Search::kNothing;
    for (const size_t s : least_->second) withheld_[s] = true;
    least_.reset();
    return Search::kHides;
  }

  bool ProtectBy(size_t cell, size_t wanted) {
    return Consider({{cell, -1}}, wanted) || Consider({{cell, 1}}, wanted);
  }

  // Near cells first: they are most alike, and share most sums.
  bool ProtectByTwo(size_t cell, size_t wanted) {
    for (size_t distance = 1; distance < base_.size(); ++distance) {
      if (cell >= distance && ProtectByTwo(cell, cell - distance, wanted)) return true;
      if (cell + distance >= base_.size()) continue;
      if (ProtectByTwo(cell, cell + distance, wanted)) return true;
    }
    return false;
  }

  bool ProtectByTwo(size_t cell, size_t other, size_t wanted) {
    for (const int64_t by : {int64_t{-1}, int64_t{1}}) {
      for (const int64_t other_by : {-by, by}) {
        if (Consider({{cell, by}, {other, other_by}}, wanted)) return true;
      }
    }
    return false;
  }

  const std::vector<int64_t>& base_;
  const std::vector<Statistic>& statistics_;
  const DisclosureProfile profile_;
  std::vector<std::vector<size_t>> of_cell_;  // statistics that a base cell is part of
  std::vector<std::vector<bool>> in_numerator_;  // by statistic and base cell
  std::vector<std::vector<bool>> in_denominator_;
  std::vector<int64_t> numerators_;
  std::vector<int64_t> denominators_;
  std::vector<std::optional<int64_t>> shown_;  // by the primary rule
  std::vector<Changes> witness_;               // of each hidden statistic; empty if none is known
  std::vector<bool> withheld_;                 // by the secondary rule
  int released_tiers_ = kStatisticTiers;       // the others are given up
  std::optional<std::pair<std::pair<int64_t, int64_t>, std::vector<size_t>>> least_;
  int tried_ = 0;  // since the search for the wanted statistic began
};

}  // namespace

std::optional<int64_t> ReleasedCount(int64_t count) {
  if (count < kLeastShownCount) return std::nullopt;
  return (count + kCountStep / 2) / kCountStep * kCountStep;
}

std::optional<int64_t> ReleasedPercent(int64_t numerator, int64_t denominator,
                                       DisclosureProfile profile) {
  if (numerator < kLeastShownCount || denominator < kLeastShownCount) return std::nullopt;
  if (profile == DisclosureProfile::kStrict && denominator - numerator < kLeastShownCount) {
    return std::nullopt;
  }
  return (200 * numerator + denominator) / (2 * denominator);
}

std::vector<ReleasedStatistic> Release(const std::vector<int64_t>& base,
                                       const std::vector<Statistic>& statistics,
                                       DisclosureProfile profile) {
  return Releaser(base, statistics, profile).Run();
}

}  // namespace potential::measures

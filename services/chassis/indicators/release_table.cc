#include "services/chassis/indicators/release_table.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "services/chassis/indicators/counting.h"

namespace potential::indicators {
namespace {

using measures::ReleasedStatistic;
using measures::Statistic;
using measures::Window;
using v1::Figure;
using v1::Indicator;

int64_t Whole(double people) { return std::max<int64_t>(0, std::llround(people)); }

// All people are worth more than one member.
int TierOf(const Run& run, const Part& part) {
  return 2 * run.rank + (part.dimension.has_value() ? 1 : 0);
}

Released Shown(const ReleasedStatistic& statistic) {
  switch (statistic.hidden) {
    case ReleasedStatistic::Hidden::kPrimary:
      return {.cause = Figure::SMALL_NUMBERS};
    case ReleasedStatistic::Hidden::kSecondary:
      return {.cause = Figure::PROTECTS_OTHERS};
    case ReleasedStatistic::Hidden::kNo:
      break;
  }
  return {.number = static_cast<double>(statistic.value.value_or(0))};
}

}  // namespace

double RoundedQuotient(Indicator::Form form, double exact) {
  return form == Indicator::SHARE ? std::floor(exact + 0.5) : std::round(exact * 10) / 10;
}

ReleaseTable::ReleaseTable(const Indicator& indicator, const std::vector<Observation>& observations,
                           Slots slots, measures::DisclosureProfile profile)
    : indicator_(indicator), slots_(std::move(slots)), profile_(profile) {
  for (const Observation& observation : observations) {
    for (size_t slot = 0; slot < slots_.windows.size(); ++slot) {
      if (Counts(observation, indicator.kind(), slots_.windows[slot])) Add(observation, slot);
    }
  }
}

void ReleaseTable::Add(const Observation& observation, size_t slot) {
  const auto [it, inserted] = tuples_.try_emplace(observation.dimensions, numerators_.size());
  if (inserted) {
    numerators_.resize(numerators_.size() + slots_.windows.size(), 0);
    denominators_.resize(denominators_.size() + slots_.windows.size(), 0);
  }
  numerators_[it->second + slot] += observation.numerator;
  denominators_[it->second + slot] += observation.denominator;
  nested_ = nested_ && observation.numerator <= observation.denominator;
}

std::vector<Part> ReleaseTable::Parts() const {
  std::set<Part> parts = {{}};
  for (const auto& [tuple, unused] : tuples_) {
    for (size_t dimension = 0; dimension < tuple.size(); ++dimension) {
      parts.insert({dimension, tuple[dimension]});
    }
  }
  return {parts.begin(), parts.end()};
}

ReleaseTable::Cells ReleaseTable::CellsOf(const Part& part, const Run& run) const {
  Cells cells;
  for (const auto& [tuple, first] : tuples_) {
    if (part.dimension &&
        (*part.dimension >= tuple.size() || tuple[*part.dimension] != part.member)) {
      continue;
    }
    for (size_t slot = run.first; slot <= run.last; ++slot) cells.push_back(first + slot);
  }
  return cells;
}

// Counts of people: of a count one a cell; of a share the numerator and the rest of the denominator (or
// the denominator, if it does not contain the numerator); of a mean the number of values.
std::vector<int64_t> ReleaseTable::Base() const {
  std::vector<int64_t> base;
  for (size_t cell = 0; cell < cells(); ++cell) {
    if (indicator_.form() != Indicator::MEAN) base.push_back(Whole(numerators_[cell]));
    if (indicator_.form() == Indicator::COUNT) continue;
    base.push_back(Whole(nested_ ? denominators_[cell] - numerators_[cell] : denominators_[cell]));
  }
  return base;
}

// What a figure over these cells publishes: of a share numerator, denominator and percentage.
std::vector<Statistic> ReleaseTable::StatisticsOf(const Cells& cells, int tier) const {
  if (indicator_.form() != Indicator::SHARE) return {{.numerator = cells, .tier = tier}};
  Cells numerator;
  Cells denominator;
  for (const size_t cell : cells) {
    numerator.push_back(2 * cell);
    if (nested_) denominator.push_back(2 * cell);
    denominator.push_back(2 * cell + 1);
  }
  return {{.numerator = numerator, .tier = tier},
          {.numerator = denominator, .tier = tier},
          {.numerator = numerator, .denominator = denominator, .tier = tier}};
}

void ReleaseTable::Release() {
  struct Entry {
    Part part;
    size_t run;
    Cells cells;
    size_t first;  // of its statistics
  };
  std::vector<Statistic> statistics;
  std::vector<Entry> entries;
  for (const Part& part : Parts()) {
    for (size_t run = 0; run < slots_.runs.size(); ++run) {
      Cells cells = CellsOf(part, slots_.runs[run]);
      const std::vector<Statistic> own = StatisticsOf(cells, TierOf(slots_.runs[run], part));
      entries.push_back({part, run, std::move(cells), statistics.size()});
      statistics.insert(statistics.end(), own.begin(), own.end());
    }
  }
  const std::vector<ReleasedStatistic> released = measures::Release(Base(), statistics, profile_);
  std::set<int> few;  // tiers in which the cause is told
  for (const Entry& entry : entries) {
    ReleasedFigure figure = FigureOf(entry.cells, released, entry.first);
    if (figure.value.cause != Figure::PROTECTS_OTHERS) {
      few.insert(TierOf(slots_.runs[entry.run], entry.part));
    }
    figures_.emplace(std::pair(entry.part, entry.run), std::move(figure));
  }
  for (const Run& run : slots_.runs) {
    const bool told = tuples_.empty() || few.contains(2 * run.rank + 1);
    const Released hidden{.cause = told ? Figure::SMALL_NUMBERS : Figure::PROTECTS_OTHERS};
    nobody_.push_back({.value = hidden, .numerator = hidden, .denominator = hidden});
  }
}

ReleasedFigure ReleaseTable::FigureOf(const Cells& cells,
                                      const std::vector<ReleasedStatistic>& released,
                                      size_t first) const {
  const Released count = Shown(released[first]);
  if (indicator_.form() == Indicator::COUNT) return {.value = count, .numerator = count};
  const bool share = indicator_.form() == Indicator::SHARE;
  Released value = share ? Shown(released[first + 2]) : count;
  if (value.number) value.number = RoundedQuotient(indicator_.form(), Exact(cells));
  if (!share) return {.value = value, .denominator = count};
  return {.value = value, .numerator = count, .denominator = Shown(released[first + 1])};
}

double ReleaseTable::Exact(const Cells& cells) const {
  double numerator = 0;
  double denominator = 0;
  for (const size_t cell : cells) {
    numerator += numerators_[cell];
    denominator += denominators_[cell];
  }
  return (indicator_.form() == Indicator::SHARE ? 100 : 1) * numerator / denominator;
}

size_t ReleaseTable::RunOf(const Window& window) const {
  const auto run = std::find_if(slots_.runs.begin(), slots_.runs.end(), [&](const Run& one) {
    return slots_.WindowOf(one) == window;
  });
  return static_cast<size_t>(run - slots_.runs.begin());
}

const ReleasedFigure& ReleaseTable::At(const Part& part, const Window& window) {
  if (nobody_.empty()) Release();
  const size_t run = RunOf(window);
  const auto found = figures_.find({part, run});
  return found == figures_.end() ? nobody_.at(run) : found->second;
}

}  // namespace potential::indicators

#include "services/chassis/indicators/release.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/chassis/indicators/counting.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::indicators {
namespace {

using measures::Day;
using measures::DisclosureProfile;
using measures::ReleasedStatistic;
using measures::Statistic;
using measures::Window;
using v1::Figure;
using v1::Indicator;

using Tuple = std::vector<std::string>;  // values of all dimensions

// The distinct windows whose figures the answer has: its periods up to as_of and, of a stock, its last
// day.
struct Slots {
  std::vector<Window> windows;
  std::vector<size_t> of_total;  // those that the total adds up, or stands on
};

Slots SlotsOf(const Indicator& indicator, const v1::IndicatorQuery& query, const Window& window,
              Day as_of) {
  Slots slots;
  for (const measures::Period& period : PeriodsAsked(query, window, as_of)) {
    if (period.first <= as_of) {
      slots.windows.push_back({period.first, std::min(period.last, as_of)});
    }
  }
  if (indicator.kind() == Indicator::FLOW) {
    if (slots.windows.empty()) slots.windows.push_back(window);
    for (size_t slot = 0; slot < slots.windows.size(); ++slot) slots.of_total.push_back(slot);
    return slots;
  }
  const auto same_day = std::find_if(slots.windows.begin(), slots.windows.end(),
                                     [&](const Window& slot) { return slot.last == window.last; });
  slots.of_total.push_back(static_cast<size_t>(same_day - slots.windows.begin()));
  if (same_day == slots.windows.end()) slots.windows.push_back(window);
  return slots;
}

// Windows that end on any day would tell, by their differences, of single days.
absl::Status CheckQuestion(const Indicator& indicator, const v1::IndicatorQuery& query,
                           const Window& window, const Slots& slots, Day as_of,
                           absl::string_view path) {
  const auto refuse = [&](absl::string_view field, absl::string_view text) {
    return resource::InvalidArgument(absl::StrCat(path, ".", field), std::string(text));
  };
  if (query.where().size() > (query.split_by().empty() ? 1 : 0)) {
    return refuse("where", "takes one dimension, without split_by, for the audience PUBLISHED");
  }
  if (window.last != as_of && window.last != measures::LastOfMonth(window.last)) {
    return refuse("end_date", "must end a month for the audience PUBLISHED");
  }
  if (indicator.kind() == Indicator::STOCK) return absl::OkStatus();
  if (window.first != measures::FirstOfMonth(window.first)) {
    return refuse("start_date", "must begin a month for the audience PUBLISHED");
  }
  if (slots.windows.front().first != window.first || slots.windows.back().last != window.last) {
    return refuse("bucket", "must divide the window into whole periods for the audience PUBLISHED");
  }
  return absl::OkStatus();
}

// The table behind an answer: sums of every combination of dimensions in every slot.
class Cells {
 public:
  Cells(const Indicator& indicator, const Observations& observations, const Slots& slots)
      : form_(indicator.form()), slots_(slots.windows.size()) {
    for (const Observation& observation : observations.all) {
      for (size_t slot = 0; slot < slots_; ++slot) {
        if (Counts(observation, indicator.kind(), slots.windows[slot])) Add(observation, slot);
      }
    }
  }

  size_t size() const { return numerators_.size(); }

  // Cells of the slots whose combination has the value at the dimension; of all without one.
  std::vector<size_t> Of(std::optional<size_t> dimension, const std::string& member,
                         const std::vector<size_t>& slots) const {
    std::vector<size_t> cells;
    for (const auto& [tuple, first] : tuples_) {
      if (dimension && (*dimension >= tuple.size() || tuple[*dimension] != member)) continue;
      for (const size_t slot : slots) cells.push_back(first + slot);
    }
    return cells;
  }

  std::vector<std::string> Members(size_t dimension) const {
    std::vector<std::string> members;
    for (const auto& [tuple, unused] : tuples_) {
      if (dimension < tuple.size()) members.push_back(tuple[dimension]);
    }
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return members;
  }

  // Counts of people: of a count one a cell; of a share the numerator and the rest of the denominator
  // (or the denominator, if it does not contain the numerator); of a mean the number of values.
  std::vector<int64_t> Base() const {
    std::vector<int64_t> base;
    for (size_t cell = 0; cell < size(); ++cell) {
      if (form_ != Indicator::MEAN) base.push_back(Whole(numerators_[cell]));
      if (form_ == Indicator::COUNT) continue;
      base.push_back(Whole(nested_ ? denominators_[cell] - numerators_[cell] : denominators_[cell]));
    }
    return base;
  }

  // What a figure over these cells publishes: of a share numerator, denominator and percentage.
  std::vector<Statistic> StatisticsOf(const std::vector<size_t>& cells) const {
    if (form_ != Indicator::SHARE) return {{.numerator = cells}};
    Statistic percent;
    for (const size_t cell : cells) {
      percent.numerator.push_back(2 * cell);
      if (nested_) percent.denominator.push_back(2 * cell);
      percent.denominator.push_back(2 * cell + 1);
    }
    return {{.numerator = percent.numerator}, {.numerator = percent.denominator}, percent};
  }

 private:
  static int64_t Whole(double people) { return std::max<int64_t>(0, std::llround(people)); }

  void Add(const Observation& observation, size_t slot) {
    const auto [it, inserted] = tuples_.try_emplace(observation.dimensions, numerators_.size());
    if (inserted) {
      numerators_.resize(numerators_.size() + slots_, 0);
      denominators_.resize(denominators_.size() + slots_, 0);
    }
    numerators_[it->second + slot] += observation.numerator;
    denominators_[it->second + slot] += observation.denominator;
    nested_ = nested_ && observation.numerator <= observation.denominator;
  }

  const Indicator::Form form_;
  const size_t slots_;
  std::map<Tuple, size_t> tuples_;  // to the first of its cells
  std::vector<double> numerators_;
  std::vector<double> denominators_;
  bool nested_ = true;
};

// Statistics of one figure of the table; `figure` is where the answer has it, if it does.
struct Entry {
  Figure* figure = nullptr;
  size_t first = 0;
  size_t count = 0;
};

class Table {
 public:
  Table(const Indicator& indicator, const Observations& observations, const Slots& slots)
      : indicator_(indicator), slots_(slots), cells_(indicator, observations, slots) {}

  size_t size() const { return cells_.size(); }

  // All series of the table; those that the question asks for lead to the answer's figures.
  void Add(const v1::IndicatorQuery& query, v1::IndicatorResult& result) {
    AddSeries({}, "", query.where().empty() ? result.mutable_overall() : nullptr);
    for (int i = 0; i < indicator_.dimensions_size(); ++i) {
      const std::string& dimension = indicator_.dimensions(i);
      const auto index = static_cast<size_t>(i);
      const auto part = query.where().find(dimension);
      // The part that is asked for may have nobody, and is then hidden as a small one is.
      if (part != query.where().end()) AddSeries(index, part->second, result.mutable_overall());
      for (const std::string& member : cells_.Members(index)) {
        AddSeries(index, member, dimension == query.split_by() ? Find(result, member) : nullptr);
      }
    }
  }

  void Release(DisclosureProfile profile) {
    const std::vector<ReleasedStatistic> released =
        measures::Release(cells_.Base(), statistics_, profile);
    for (const Entry& entry : entries_) {
      if (entry.figure == nullptr) continue;
      const std::vector<ReleasedStatistic> own(
          released.begin() + static_cast<ptrdiff_t>(entry.first),
          released.begin() + static_cast<ptrdiff_t>(entry.first + entry.count));
      Write(own, *entry.figure);
    }
  }

 private:
  static v1::Series* Find(v1::IndicatorResult& result, const std::string& member) {
    for (v1::Series& series : *result.mutable_members()) {
      if (series.member() == member) return &series;
    }
    return nullptr;
  }

  void AddSeries(std::optional<size_t> dimension, const std::string& member, v1::Series* series) {
    AddFigure(cells_.Of(dimension, member, slots_.of_total),
              series == nullptr ? nullptr : series->mutable_total());
    for (size_t slot = 0; slot < slots_.windows.size(); ++slot) {
      const bool has_point = series != nullptr && static_cast<int>(slot) < series->points_size();
      AddFigure(cells_.Of(dimension, member, {slot}),
                has_point ? series->mutable_points(static_cast<int>(slot))->mutable_figure()
                          : nullptr);
    }
  }

  void AddFigure(const std::vector<size_t>& cells, Figure* figure) {
    const std::vector<Statistic> own = cells_.StatisticsOf(cells);
    entries_.push_back({figure, statistics_.size(), own.size()});
    statistics_.insert(statistics_.end(), own.begin(), own.end());
  }

  void Write(const std::vector<ReleasedStatistic>& own, Figure& figure) const {
    const ReleasedStatistic& shown = own.back();
    const double exact = figure.value();
    figure.set_released(true);
    figure.clear_value();
    figure.clear_numerator();
    figure.clear_denominator();
    if (shown.hidden != ReleasedStatistic::Hidden::kNo) {
      figure.set_suppression(shown.hidden == ReleasedStatistic::Hidden::kPrimary
                                 ? Figure::SMALL_NUMBERS
                                 : Figure::PROTECTS_OTHERS);
    }
    switch (indicator_.form()) {
      case Indicator::COUNT:
        if (shown.value) {
          figure.set_value(static_cast<double>(*shown.value));
          figure.set_numerator(static_cast<double>(*shown.value));
        }
        break;
      case Indicator::SHARE:
        if (shown.value) figure.set_value(std::floor(exact + 0.5));
        if (own[0].value) figure.set_numerator(static_cast<double>(*own[0].value));
        if (own[1].value) figure.set_denominator(static_cast<double>(*own[1].value));
        break;
      default:
        if (!shown.value) break;
        figure.set_value(std::round(exact * 10) / 10);
        figure.set_denominator(static_cast<double>(*shown.value));
    }
  }

  const Indicator& indicator_;
  const Slots& slots_;
  const Cells cells_;
  std::vector<Statistic> statistics_;
  std::vector<Entry> entries_;
};

bool ShowsAnything(const v1::Series& series) {
  return series.total().has_value() ||
         std::any_of(series.points().begin(), series.points().end(),
                     [](const v1::Point& point) { return point.figure().has_value(); });
}

// A mark of sample data on a single figure would tell that there are people behind it.
void MarkAlike(v1::IndicatorResult& result) {
  const auto mark = [](v1::Series& series, bool illustrative) {
    series.mutable_total()->set_illustrative(illustrative);
    for (v1::Point& point : *series.mutable_points()) {
      if (point.has_figure()) point.mutable_figure()->set_illustrative(illustrative);
    }
  };
  bool any = result.overall().total().illustrative();
  for (const v1::Point& point : result.overall().points()) {
    any = any || point.figure().illustrative();
  }
  mark(*result.mutable_overall(), any);
  for (v1::Series& member : *result.mutable_members()) mark(member, any);
}

}  // namespace

absl::StatusOr<v1::IndicatorResult> AnswerReleased(const Indicator& indicator,
                                                   const Observations& observations,
                                                   const v1::IndicatorQuery& query, Day as_of,
                                                   absl::string_view path,
                                                   DisclosureProfile profile) {
  ASSIGN_OR_RETURN(v1::IndicatorResult result, Answer(indicator, observations, query, as_of, path));
  if (!indicator.counts_people()) return result;
  ASSIGN_OR_RETURN(const Window window, WindowOf(indicator, query, as_of, path));
  const Slots slots = SlotsOf(indicator, query, window, as_of);
  RETURN_IF_ERROR(CheckQuestion(indicator, query, window, slots, as_of, path));
  Table table(indicator, observations, slots);
  if (table.size() > kMaxReleasedCells) {
    return resource::InvalidArgument(
        absl::StrCat(path, ".start_date"),
        absl::StrCat("asks for a table of more than ", kMaxReleasedCells,
                     " cells; ask for fewer or longer periods"));
  }
  table.Add(query, result);
  table.Release(profile);
  MarkAlike(result);
  auto& members = *result.mutable_members();
  members.erase(std::remove_if(members.begin(), members.end(),
                               [](const v1::Series& series) { return !ShowsAnything(series); }),
                members.end());
  return result;
}

}  // namespace potential::indicators

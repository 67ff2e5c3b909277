#include "services/chassis/indicators/release.h"

#include <algorithm>
#include <cmath>
#include <compare>
#include <map>
#include <optional>
#include <set>
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

// Neighbouring slots whose sum is a figure, both ends included.
struct Run {
  size_t first;
  size_t last;
  auto operator<=>(const Run&) const = default;
};

// What one disclosure control is about.
struct Slots {
  std::vector<Window> windows;  // of the base cells
  std::set<Run> runs;           // of the figures

  Window WindowOf(const Run& run) const {
    return {windows[run.first].first, windows[run.last].last};
  }
};

std::vector<Window> UpTo(Day as_of, const std::vector<measures::Period>& periods) {
  std::vector<Window> windows;
  for (const measures::Period& period : periods) {
    if (period.first <= as_of) windows.push_back({period.first, std::min(period.last, as_of)});
  }
  return windows;
}

// Adds the periods of the length that are made of whole slots.
void AddRuns(const Window& window, Day as_of, measures::PeriodLength length, Slots& slots) {
  size_t slot = 0;
  for (const Window& period : UpTo(as_of, measures::PeriodsOf(window, length))) {
    const size_t first = slot;
    while (slot < slots.windows.size() && slots.windows[slot].last <= period.last) ++slot;
    if (slot == first) continue;
    const Run run = {first, slot - 1};
    if (slots.WindowOf(run) == period) slots.runs.insert(run);
  }
}

// A flow is controlled by months with all that they add up to, whatever periods were asked for.
Slots SlotsOfFlow(const Window& window, Day as_of) {
  Slots slots;
  slots.windows = UpTo(as_of, measures::PeriodsOf(window, measures::PeriodLength::kMonth));
  if (slots.windows.empty()) slots.windows.push_back(window);
  slots.runs.insert({0, slots.windows.size() - 1});
  for (const auto length : {measures::PeriodLength::kMonth, measures::PeriodLength::kQuarter,
                            measures::PeriodLength::kYear}) {
    AddRuns(window, as_of, length, slots);
  }
  return slots;
}

// The figures of a stock on different days add up to nothing, so that each day stands on its own.
std::vector<Slots> SlotsOfStock(const std::vector<Window>& asked, const Window& window) {
  std::set<Day> days = {window.last};
  for (const Window& period : asked) days.insert(period.last);
  std::vector<Slots> slots;
  for (const Day day : days) slots.push_back({.windows = {{day, day}}, .runs = {{0, 0}}});
  return slots;
}

std::vector<Slots> SlotsOf(const Indicator& indicator, const Window& window,
                           const std::vector<Window>& asked, Day as_of) {
  if (indicator.kind() == Indicator::FLOW) return {SlotsOfFlow(window, as_of)};
  return SlotsOfStock(asked, window);
}

// Windows that end on any day would tell, by their differences, of single days.
absl::Status CheckQuestion(const Indicator& indicator, const v1::IndicatorQuery& query,
                           const Window& window, const std::vector<Window>& asked, Day as_of,
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
  if (!asked.empty() &&
      (asked.front().first != window.first || asked.back().last != window.last)) {
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

  // Cells of the run whose combination has the value at the dimension; of all without one.
  std::vector<size_t> Of(std::optional<size_t> dimension, const std::string& member,
                         const Run& run) const {
    std::vector<size_t> cells;
    for (const auto& [tuple, first] : tuples_) {
      if (dimension && (*dimension >= tuple.size() || tuple[*dimension] != member)) continue;
      for (size_t slot = run.first; slot <= run.last; ++slot) cells.push_back(first + slot);
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

// Statistics of one figure of the table; `figures` are where the answer has it, if it does.
struct Entry {
  std::vector<Figure*> figures;
  size_t first = 0;
  size_t count = 0;
};

// A question with its exact answer, whose figures are replaced.
struct Question {
  const v1::IndicatorQuery& query;
  const Window window;              // of the totals
  const std::vector<Window> asked;  // of the points that have a figure
  v1::IndicatorResult& result;
};

class Table {
 public:
  Table(const Indicator& indicator, const Observations& observations, const Slots& slots)
      : indicator_(indicator), slots_(slots), cells_(indicator, observations, slots) {}

  size_t size() const { return cells_.size(); }

  // All series of the table, whatever is asked; those of the question lead to its answer's figures.
  void Add(const Question& question) {
    const v1::IndicatorQuery& query = question.query;
    v1::Series* const overall = question.result.mutable_overall();
    AddSeries(question, {}, "", query.where().empty() ? overall : nullptr);
    for (int i = 0; i < indicator_.dimensions_size(); ++i) {
      const std::string& dimension = indicator_.dimensions(i);
      const auto part = query.where().find(dimension);
      std::map<std::string, v1::Series*> members;
      for (const std::string& member : cells_.Members(static_cast<size_t>(i))) {
        members[member] = nullptr;
      }
      // What is asked for may have nobody here, and is then hidden as a small one is.
      if (part != query.where().end()) members[part->second] = overall;
      if (dimension == query.split_by()) {
        for (v1::Series& series : *question.result.mutable_members()) {
          members[series.member()] = &series;
        }
      }
      for (const auto& [member, series] : members) {
        AddSeries(question, static_cast<size_t>(i), member, series);
      }
    }
  }

  void Release(DisclosureProfile profile) {
    const std::vector<ReleasedStatistic> released =
        measures::Release(cells_.Base(), statistics_, profile);
    for (const Entry& entry : entries_) {
      if (entry.figures.empty()) continue;
      const std::vector<ReleasedStatistic> own(
          released.begin() + static_cast<ptrdiff_t>(entry.first),
          released.begin() + static_cast<ptrdiff_t>(entry.first + entry.count));
      for (Figure* figure : entry.figures) Write(own, *figure);
    }
  }

 private:
  void AddSeries(const Question& question, std::optional<size_t> dimension,
                 const std::string& member, v1::Series* series) {
    for (const Run& run : slots_.runs) {
      std::vector<Statistic> own = cells_.StatisticsOf(cells_.Of(dimension, member, run));
      for (Statistic& statistic : own) statistic.tier = TierOf(run, dimension.has_value());
      entries_.push_back({FiguresOf(question, slots_.WindowOf(run), series), statistics_.size(),
                          own.size()});
      statistics_.insert(statistics_.end(), own.begin(), own.end());
    }
  }

  // The window as a whole is worth more than its periods, and all people more than one member.
  int TierOf(const Run& run, bool of_member) const {
    const bool whole = run.first == 0 && run.last + 1 == slots_.windows.size();
    return (whole ? 0 : 2) + (of_member ? 1 : 0);
  }

  // Where the answer has the figure of this window: of a stock only its last day counts.
  std::vector<Figure*> FiguresOf(const Question& question, const Window& window,
                                 v1::Series* series) const {
    std::vector<Figure*> figures;
    if (series == nullptr) return figures;
    const auto is_of = [&](const Window& asked) {
      return indicator_.kind() == Indicator::FLOW ? asked == window : asked.last == window.last;
    };
    if (is_of(question.window)) figures.push_back(series->mutable_total());
    for (size_t i = 0; i < question.asked.size(); ++i) {
      v1::Point& point = *series->mutable_points(static_cast<int>(i));
      if (!is_of(question.asked[i]) || !point.has_figure()) continue;
      figures.push_back(point.mutable_figure());
    }
    return figures;
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

absl::Status CheckPublishedDay(Day as_of, Day today) {
  if (as_of == today || as_of == measures::LastOfMonth(as_of)) return absl::OkStatus();
  return resource::InvalidArgument(
      "as_of", "must be today or the last day of a month for the audience PUBLISHED");
}

absl::StatusOr<v1::IndicatorResult> AnswerReleased(const Indicator& indicator,
                                                   const Observations& observations,
                                                   const v1::IndicatorQuery& query, Day as_of,
                                                   absl::string_view path,
                                                   DisclosureProfile profile) {
  ASSIGN_OR_RETURN(v1::IndicatorResult result, Answer(indicator, observations, query, as_of, path));
  if (!indicator.counts_people()) return result;
  ASSIGN_OR_RETURN(const Window window, WindowOf(indicator, query, as_of, path));
  const std::vector<Window> asked = UpTo(as_of, PeriodsAsked(query, window, as_of));
  RETURN_IF_ERROR(CheckQuestion(indicator, query, window, asked, as_of, path));
  const Question question = {query, window, asked, result};
  for (const Slots& slots : SlotsOf(indicator, window, asked, as_of)) {
    Table table(indicator, observations, slots);
    if (table.size() > kMaxReleasedCells) {
      return resource::InvalidArgument(
          absl::StrCat(path, ".start_date"),
          absl::StrCat("asks for a table of more than ", kMaxReleasedCells,
                       " cells; ask for a shorter window"));
    }
    table.Add(question);
    table.Release(profile);
  }
  MarkAlike(result);
  auto& members = *result.mutable_members();
  members.erase(std::remove_if(members.begin(), members.end(),
                               [](const v1::Series& series) { return !ShowsAnything(series); }),
                members.end());
  return result;
}

}  // namespace potential::indicators

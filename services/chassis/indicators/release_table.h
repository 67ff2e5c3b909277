// One table of people under disclosure control: sums of every combination of an indicator's dimensions
// over spans of time that follow each other, with all that they add up to. For the release only.

#ifndef POTENTIAL_SERVICES_CHASSIS_INDICATORS_RELEASE_TABLE_H_
#define POTENTIAL_SERVICES_CHASSIS_INDICATORS_RELEASE_TABLE_H_

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/chassis/indicators/catalogue.h"
#include "services/measures/disclosure.h"
#include "services/measures/periods.h"

namespace potential::indicators {

// Neighbouring slots whose sum is a figure, both ends included. Of a lower rank it is worth more.
struct Run {
  size_t first;
  size_t last;
  int rank;
};

// What one disclosure control is about.
struct Slots {
  std::vector<measures::Window> windows;  // of the base cells
  std::vector<Run> runs;                  // of the figures

  measures::Window WindowOf(const Run& run) const {
    return {windows[run.first].first, windows[run.last].last};
  }
};

// Whose figure it is: everybody's, or a member's of one dimension.
struct Part {
  std::optional<size_t> dimension = {};
  std::string member = {};
  auto operator<=>(const Part&) const = default;
};

// A number, or why it is not shown.
struct Released {
  std::optional<double> number = {};
  v1::Figure::Suppression cause = v1::Figure::SUPPRESSION_UNSPECIFIED;
};

// What is shown of a figure. A count has no denominator, and a mean no numerator.
struct ReleasedFigure {
  Released value;
  Released numerator = {};
  Released denominator = {};
};

// A percentage as a whole number, halves up; a mean to one decimal place.
double RoundedQuotient(v1::Indicator::Form form, double exact);

class ReleaseTable {
 public:
  // The control, whose time is measures::Release's, is done when a figure is first asked for.
  ReleaseTable(const v1::Indicator& indicator, const std::vector<Observation>& observations,
               Slots slots, measures::DisclosureProfile profile);

  size_t cells() const { return numerators_.size(); }

  // Whether a run has this window.
  bool Has(const measures::Window& window) const { return RunOf(window) < slots_.runs.size(); }

  // What is released of the run with this window, which must be one. A part that nobody is of is hidden
  // as if it had few.
  const ReleasedFigure& At(const Part& part, const measures::Window& window);

 private:
  using Tuple = std::vector<std::string>;  // values of all dimensions
  using Cells = std::vector<size_t>;

  void Add(const Observation& observation, size_t slot);
  void Release();
  size_t RunOf(const measures::Window& window) const;  // number of runs if it is none
  std::vector<Part> Parts() const;
  Cells CellsOf(const Part& part, const Run& run) const;
  std::vector<int64_t> Base() const;
  std::vector<measures::Statistic> StatisticsOf(const Cells& cells, int tier) const;
  ReleasedFigure FigureOf(const Cells& cells,
                          const std::vector<measures::ReleasedStatistic>& released,
                          size_t first) const;
  double Exact(const Cells& cells) const;

  const v1::Indicator& indicator_;
  const Slots slots_;
  const measures::DisclosureProfile profile_;
  std::map<Tuple, size_t> tuples_;  // to the first of its cells
  std::vector<double> numerators_;
  std::vector<double> denominators_;
  bool nested_ = true;  // numerators are parts of denominators
  std::map<std::pair<Part, size_t>, ReleasedFigure> figures_;  // by part and number of run
  std::vector<ReleasedFigure> nobody_;  // by run: of a part that is not in the table
};

}  // namespace potential::indicators

#endif  // POTENTIAL_SERVICES_CHASSIS_INDICATORS_RELEASE_TABLE_H_

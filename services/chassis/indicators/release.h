// Answers for the audience PUBLISHED: figures that count people, under disclosure control.
//
// Whatever is asked for, a flow is controlled year by year: every combination of its dimensions by every
// month of the calendar year, with the totals by each dimension, by quarter and by year. The years share
// nothing, so that what is released of them is released for good. A figure of any other window is put
// together from what is released of the years, quarters and months that it is made of, with 2 people for
// those of which 0 to 4 are hidden, if at least as many are shown. So answers about windows that overlap
// tell nothing beyond those tables. A stock is controlled day by day, as its days add
// up to nothing.

#ifndef POTENTIAL_SERVICES_CHASSIS_INDICATORS_RELEASE_H_
#define POTENTIAL_SERVICES_CHASSIS_INDICATORS_RELEASE_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/chassis/indicators/catalogue.h"
#include "services/chassis/indicators/release_table.h"
#include "services/measures/disclosure.h"

namespace potential::indicators {

// Most cells of the tables behind one question: combinations of dimensions times months.
inline constexpr size_t kMaxReleasedCells = 12000;
// Most calendar years of one question.
inline constexpr size_t kMaxReleasedYears = 50;

// On which days figures that count people may stand: INVALID_ARGUMENT on `as_of` but for today and the
// last days of months, as figures of any two days would tell of single people by their difference.
absl::Status CheckPublishedDay(measures::Day as_of, measures::Day today);

struct ReleaseRules {
  measures::DisclosureProfile profile = measures::DisclosureProfile::kStrict;
  measures::Day today;
  // Members that a reader knows of anyhow, by dimension: they are in every split, shown or hidden.
  std::map<std::string, std::set<std::string>> known_members = {};
};

// Answers questions about one indicator. Not for use by two threads.
class Releaser {
 public:
  // What the observations of a flow have to be read over, and as of which day, for an answer about the
  // window: whole years, as known today, as no control may depend on the question.
  static measures::Window ReadingOf(const v1::Indicator& indicator, const measures::Window& window,
                                    measures::Day today);
  static measures::Day DayOf(const v1::Indicator& indicator, measures::Day as_of,
                             measures::Day today);

  // All must outlive this.
  Releaser(const v1::Indicator& indicator, const Observations& observations,
           const ReleaseRules& rules)
      : indicator_(indicator), observations_(observations), rules_(rules) {}

  // As indicators::Answer, released if the indicator counts people. Of these, INVALID_ARGUMENT (paths
  // under `path`) also for what would let numbers be worked out: a part of a part, a window that is not
  // made of months, more than kMaxReleasedYears or kMaxReleasedCells. Members of which nothing is shown are left
  // out unless they are known.
  absl::StatusOr<v1::IndicatorResult> Answer(const v1::IndicatorQuery& query, measures::Day as_of,
                                             absl::string_view path);

 private:
  ReleaseTable& TableOfYear(measures::Day day);
  ReleaseTable& TableOfDay(measures::Day day);
  ReleaseTable& TableOf(measures::Day key, Slots slots);
  absl::Status MakeTables(const measures::Window& window, absl::string_view path);
  ReleasedFigure FigureOf(const Part& part, const measures::Window& window);
  // Rank of the longest period that begins with these days, is over, and lies in them.
  int LongestFrom(const measures::Window& rest);
  // Adds what the period is made of: itself if it is shown, or its shorter periods if all are.
  void AddPieces(const Part& part, const measures::Window& period, int rank,
                 std::vector<ReleasedFigure>& pieces);
  ReleasedFigure SumOf(const std::vector<ReleasedFigure>& pieces) const;
  std::set<std::string> KnownMembers(const std::string& dimension) const;
  void AddKnownMembers(const std::string& dimension, v1::IndicatorResult& result) const;
  // `total` is the window of the series' total.
  void Write(const Part& part, const measures::Window& total, measures::Day as_of,
             v1::Series& series);

  const v1::Indicator& indicator_;
  const Observations& observations_;
  const ReleaseRules& rules_;
  std::map<measures::Day, std::unique_ptr<ReleaseTable>> tables_;  // by first day of the year, or day
};

}  // namespace potential::indicators

#endif  // POTENTIAL_SERVICES_CHASSIS_INDICATORS_RELEASE_H_

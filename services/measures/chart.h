// Control and run charts: points in, lines, signals and their meaning out.
//
//   ChartInput input;
//   input.kind = ChartKind::kXmr;
//   input.direction = Direction::kIncrease;
//   input.points.push_back({.date = *ParseDay("2026-01-01"), .value = 412});
//   Result<ChartResult> chart = AnalyzeChart(input);
//
// Pure: any thread may call. Time and memory grow with the number of points and with nothing else.
//
// Sources of the rules. XmR, profile PTD: NHSRplotthedots 0.2.2, to the last digit. XmR, profile
// MDC: statements that NHS England's Making Data Count team published; no program exists against
// which it could be checked. All others: qicharts2 0.8.1. Constants are those of these sources, so
// an XmR chart (2.66) and an I chart (3 / 1.128) of the same series differ in the fourth digit.
//
// Words. A group is what lies between two rebase dates; lines and signals begin anew in each. The
// baseline of a group is what its lines are computed from: all of it, or its first
// `fix_after_n_points` points. A missing value has a place in the series and nothing else: it
// breaks runs, trends and moving ranges of an XmR chart. An excluded point is shown and not
// analysed: in an XmR chart it acts as a missing value does, in the others its neighbours come
// together, as in the sources. As there too, the ranges of an MR and I' chart are those of all
// points: the range from an excluded point to the next counts. Who does not want that leaves the
// value out.

#ifndef POTENTIAL_SERVICES_MEASURES_CHART_H_
#define POTENTIAL_SERVICES_MEASURES_CHART_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/measures/calendar.h"
#include "services/measures/result.h"
#include "services/measures/runs.h"

namespace potential::measures {

inline constexpr size_t kMaxChartPoints = 10'000;
inline constexpr size_t kMaxRebaseDates = 100;
// Numbers beyond it are refused, so that no arithmetic overflows.
inline constexpr double kMaxChartNumber = 1e15;
inline constexpr double kMinDenominator = 1e-6;
// An XmR baseline may not be shorter.
inline constexpr int kMinXmrBaseline = 12;
// Limits from fewer points are trial limits.
inline constexpr int kShortGroupPoints = 13;

enum class ChartKind : uint8_t {
  kRun,     // median, Anhoej signals
  kXmr,     // individuals with the NHS rules
  kI,       // individuals
  kMr,      // moving ranges
  kP,       // share of units, `value` of `denominator`
  kPPrime,  // the same with Laney's correction
  kU,       // events by size of the opportunity
  kUPrime,  // the same with Laney's correction
  kC,       // events
  kG,       // units between events
  kT,       // time between events
  kXbar,    // mean of groups of measurements
  kS,       // standard deviation of groups of measurements
  kIPrime   // individuals with a denominator
};

enum class Profile : uint8_t { kPtd, kMdc };

// The change that is wanted.
enum class Direction : uint8_t { kNeutral, kIncrease, kDecrease };

// One row of the series.
struct ChartPoint {
  Day date = {};
  // The value, or with a denominator the numerator; of an xbar and s chart the mean of the group.
  std::optional<double> value = {};
  // P, U and I' charts; also taken by run, XmR, I and MR charts, which then plot the quotient.
  std::optional<double> denominator = {};
  // Xbar and s charts: number of measurements in the group, and their standard deviation if there
  // are two or more; MeasurementsOf has both.
  std::optional<int32_t> group_size = {};
  std::optional<double> group_sd = {};
  bool excluded = false;
  // What was planned; drawn, and of no effect.
  std::optional<double> trajectory = {};
};

struct ChartInput {
  ChartKind kind = ChartKind::kXmr;
  Profile profile = Profile::kPtd;  // XmR only
  Direction direction = Direction::kNeutral;
  // In any order. Of an XmR chart no date twice. Rows of other charts with the same date are one
  // point: numerators and denominators of the rows that have both are summed, values without
  // denominators averaged; of an xbar and s chart the rows are the group's measurements, each a
  // measurement or, with its size and deviation, several. The point is excluded if a row is.
  std::vector<ChartPoint> points;
  // In the unit of the plotted values; for the assurance icon of an XmR chart.
  std::optional<double> target;
  // Dates of points with which a new group begins; one that is no point's date is ignored, with a
  // warning.
  std::vector<Day> rebase_dates;
  // Length of the baseline. Charts other than XmR ignore it when they are rebased.
  std::optional<int> fix_after_n_points;
  // Points in a trend and in a shift of an XmR chart: 6 or 7.
  int rule_length = 7;
  // Leaves moving ranges beyond 3.267 times their mean (I': 3.2665) out of the limits. If absent,
  // yes; with profile MDC no, and it may not be asked for.
  std::optional<bool> screen_outliers;
  // Known centre line, before `multiply`; not for XmR. A G chart shows 0.693 times it.
  std::optional<double> centre_line;
  // Factor of everything plotted, such as 1000 for a rate per 1,000.
  double multiply = 1;
};

// The rule by which a point is special, with its direction.
enum class ChartRule : uint8_t {
  kNone,
  kAboveUpperLimit,
  kBelowLowerLimit,
  kTrendIncreasing,
  kTrendDecreasing,
  kTwoInThreeAbove,
  kTwoInThreeBelow,
  kShiftAbove,
  kShiftBelow
};
inline constexpr int kChartRules = 9;

// Several rules, as a set.
class RuleSet {
 public:
  constexpr void Add(ChartRule rule) { bits_ = static_cast<uint16_t>(bits_ | BitOf(rule)); }
  constexpr bool Has(ChartRule rule) const { return (bits_ & BitOf(rule)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  bool operator==(const RuleSet&) const = default;

 private:
  static constexpr unsigned BitOf(ChartRule rule) { return 1U << static_cast<unsigned>(rule); }
  uint16_t bits_ = 0;
};

// What a point tells. Missing values and excluded points are common cause.
enum class PointType : uint8_t { kCommonCause, kImprovement, kConcern, kNeutralHigh, kNeutralLow };
inline constexpr int kPointTypes = 5;

enum class VariationIcon : uint8_t {
  kCommonCause,
  kImprovementHigh,
  kImprovementLow,
  kConcernHigh,
  kConcernLow,
  kNeutralHigh,
  kNeutralLow
};

// Whether the target is reached by the process as it stands.
enum class AssuranceIcon : uint8_t { kPass, kFail, kInconsistent };

// Lines of the chart at a point. What is absent is not defined there: a run chart has no limits, a
// constant series none after screening, a point without denominator none of its own.
struct ChartLines {
  std::optional<double> centre;
  std::optional<double> lower_limit;
  std::optional<double> upper_limit;
  // Two thirds of the way from the centre to the limits.
  std::optional<double> lower_near;
  std::optional<double> upper_near;
  bool operator==(const ChartLines&) const = default;
};

struct PointResult {
  size_t input = 0;  // index in ChartInput::points, of several rows the first one's
  Day date;
  std::optional<double> value;        // as plotted
  std::optional<double> denominator;  // of several rows their sum
  bool excluded = false;
  ChartLines lines;
  int group = 0;
  PointType type = PointType::kCommonCause;
  // The rule that decided the type, and all that apply to the point. With profile PTD a point where
  // two trends meet may be decided by the way of the other.
  ChartRule rule = ChartRule::kNone;
  RuleSet rules;
  // The value lies beyond a limit; told of excluded points too.
  bool outside_limits = false;
};

struct GroupResult {
  // Number of rebase dates up to its first point: 0, or 1 if the first point is a rebase date.
  int group = 0;
  Day first;
  Day last;
  int points = 0;    // without the excluded ones
  int missing = 0;   // of these
  int excluded = 0;  // besides these
  // Of charts whose lines are level; else only the centre.
  ChartLines lines;
  // False with profile MDC and fewer than 13 values: the points then carry no limits.
  bool limits_shown = true;
  // Points by type, without the excluded ones.
  std::array<int, kPointTypes> types = {};
  // Type of its last point that is not excluded.
  PointType last_type = PointType::kCommonCause;
  // Fewer than 13 points: trial limits.
  bool short_group = false;
  // XmR: means of the baseline's moving ranges, all and after screening, and how many were left
  // out.
  std::optional<double> moving_range;
  std::optional<double> moving_range_used;
  int moving_ranges_left_out = 0;
  // All kinds but XmR.
  std::optional<RunStatistics> runs;

  int Count(PointType type) const { return types[static_cast<size_t>(type)]; }
};

enum class WarningKind : uint8_t {
  kShortGroup,       // fewer than 13 points
  kTrialLimits,      // limits that later points will still change
  kUndefinedLimits,  // no limits can be computed
  kCalendarGap,      // periods of a regular calendar have no point
  kIgnoredRebase,    // a rebase date is no point's date
  kIgnoredBaseline   // the baseline is ignored as the chart is rebased
};

struct ChartWarning {
  WarningKind kind = WarningKind::kShortGroup;
  std::string text;          // a sentence for people
  std::optional<int> group;  // GroupResult::group, where it concerns one
};

struct ChartResult {
  std::vector<PointResult> points;  // by date
  std::vector<GroupResult> groups;
  // XmR charts only: what the last point that is not excluded tells, and the target against the
  // last group's limits. Absent where nothing can be said.
  std::optional<VariationIcon> variation;
  std::optional<AssuranceIcon> assurance;
  std::vector<ChartWarning> warnings;
};

// Whether moving ranges are screened, with the default of kind and profile.
bool ScreensOutliers(const ChartInput& input);

// A point of an xbar or s chart from its measurements; without any its value is missing.
ChartPoint MeasurementsOf(Day date, std::span<const double> measurements);

// The chart, or every error of the input with its path in the input, such as `points[3].value`.
Result<ChartResult> AnalyzeChart(const ChartInput& input);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_CHART_H_

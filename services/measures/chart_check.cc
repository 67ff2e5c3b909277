#include "services/measures/chart_check.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

namespace potential::measures {
namespace {

constexpr double kMaxMultiply = 1e9;
constexpr int kMaxGroupSize = 1'000'000;

// What a kind of chart takes.
struct KindRules {
  bool needs_denominator = false;
  bool takes_denominator = false;
  bool takes_group = false;
  bool not_negative = false;
  bool above_zero = false;
  bool takes_centre = true;
};

KindRules RulesOf(ChartKind kind) {
  switch (kind) {
    case ChartKind::kXmr:
      return {.takes_denominator = true, .takes_centre = false};
    case ChartKind::kRun:
    case ChartKind::kI:
    case ChartKind::kMr:
    case ChartKind::kIPrime:
      return {.takes_denominator = true};
    case ChartKind::kP:
    case ChartKind::kPPrime:
    case ChartKind::kU:
    case ChartKind::kUPrime:
      return {.needs_denominator = true, .takes_denominator = true, .not_negative = true};
    case ChartKind::kC:
    case ChartKind::kG:
      return {.not_negative = true};
    case ChartKind::kT:
      return {.not_negative = true, .above_zero = true};
    case ChartKind::kXbar:
    case ChartKind::kS:
      break;
  }
  return {.takes_group = true};
}

// An I' chart without any denominator takes each as 1.
KindRules RulesFor(const ChartInput& input) {
  KindRules rules = RulesOf(input.kind);
  if (input.kind == ChartKind::kIPrime) {
    rules.needs_denominator =
        std::any_of(input.points.begin(), input.points.end(),
                    [](const ChartPoint& point) { return point.denominator.has_value(); });
  }
  return rules;
}

// A date with several rows: a row may then be a single measurement.
bool HasSeveralRows(const ChartInput& input) {
  std::vector<Day> dates;
  dates.reserve(input.points.size());
  for (const ChartPoint& point : input.points) dates.push_back(point.date);
  std::sort(dates.begin(), dates.end());
  return std::adjacent_find(dates.begin(), dates.end()) != dates.end();
}

bool IsShare(ChartKind kind) { return kind == ChartKind::kP || kind == ChartKind::kPPrime; }

bool IsNumber(double number) {
  return std::isfinite(number) && std::abs(number) <= kMaxChartNumber;
}

// Gathers the errors of one input.
class Check {
 public:
  explicit Check(const ChartInput& input)
      : input_(input),
        rules_(RulesFor(input)),
        by_measurement_(rules_.takes_group && HasSeveralRows(input)) {}

  std::vector<InputError> Run() {
    Options();
    if (input_.kind == ChartKind::kXmr) {
      XmrOptions();
    } else {
      OtherOptions();
    }
    Centre();
    Size();
    for (size_t i = 0; i < input_.points.size() && !errors_.full(); ++i) Point(i);
    Dates();
    return errors_.Take();
  }

 private:
  void Options() {
    errors_.Require(input_.kind <= ChartKind::kIPrime, "chart", "must be a kind of chart");
    errors_.Require(input_.profile <= Profile::kMdc, "profile", "must be PTD or MDC");
    errors_.Require(input_.direction <= Direction::kDecrease, "improvement_direction",
                    "must be INCREASE, DECREASE or NEUTRAL");
    errors_.Require(!input_.target || IsNumber(*input_.target), "target",
                    "must be a number from -1e15 to 1e15");
    errors_.Require(input_.rebase_dates.size() <= kMaxRebaseDates, "rebase_dates",
                    "must hold at most 100 dates");
    errors_.Require(input_.multiply > 0 && input_.multiply <= kMaxMultiply, "multiply",
                    "must be above 0 and at most 1e9");
  }

  void XmrOptions() {
    errors_.Require(input_.rule_length == 6 || input_.rule_length == 7, "rule_length",
                    "must be 6 or 7");
    errors_.Require(!input_.fix_after_n_points || *input_.fix_after_n_points >= kMinXmrBaseline,
                    "fix_after_n_points", "must be 12 or more");
    errors_.Require(input_.profile != Profile::kMdc || !input_.screen_outliers.value_or(false),
                    "screen_outliers", "profile MDC does not screen: leave it out or choose PTD");
  }

  void OtherOptions() {
    errors_.Require(input_.profile == Profile::kPtd, "profile",
                    "MDC has rules for XMR charts only: leave it out");
    errors_.Require(input_.rule_length == 7, "rule_length",
                    "belongs to XMR charts only: leave it out");
    errors_.Require(!input_.fix_after_n_points || *input_.fix_after_n_points >= 1,
                    "fix_after_n_points", "must be 1 or more");
  }

  void Centre() {
    if (!input_.centre_line) return;
    const double centre = *input_.centre_line;
    if (!rules_.takes_centre) {
      errors_.Add("centre_line", "an XMR chart computes its mean: leave it out");
    } else if (!IsNumber(centre)) {
      errors_.Add("centre_line", "must be a number from -1e15 to 1e15");
    } else if (IsShare(input_.kind) && !(centre >= 0 && centre <= 1)) {
      errors_.Add("centre_line", "must be a share from 0 to 1");
    } else if ((rules_.not_negative || input_.kind == ChartKind::kMr ||
                input_.kind == ChartKind::kS) &&
               centre < 0) {
      errors_.Add("centre_line", "must not be below 0");
    } else if (rules_.above_zero && centre == 0) {
      errors_.Add("centre_line", "must be above 0");
    }
  }

  void Size() {
    if (input_.points.empty()) errors_.Add("points", "must hold at least one point");
    if (input_.points.size() > kMaxChartPoints) {
      errors_.Add("points", "must hold at most 10000 points");
    }
  }

  void Point(size_t index) {
    const ChartPoint& point = input_.points[index];
    if (point.value && !IsNumber(*point.value)) {
      Add(index, "value", "must be a number from -1e15 to 1e15, or left out if it is missing");
      return;
    }
    if (point.trajectory && !IsNumber(*point.trajectory)) {
      Add(index, "trajectory", "must be a number from -1e15 to 1e15");
    }
    Denominator(index, point);
    Group(index, point);
    if (!point.value) return;
    if (rules_.above_zero && !(*point.value > 0)) {
      Add(index, "value", "must be above 0: it is a time between events");
    } else if (rules_.not_negative && *point.value < 0) {
      Add(index, "value", "must not be below 0");
    }
  }

  void Denominator(size_t index, const ChartPoint& point) {
    if (!point.denominator) {
      if (rules_.needs_denominator && point.value) {
        Add(index, "denominator", "is needed for a value of this chart");
      }
      return;
    }
    const double denominator = *point.denominator;
    if (!rules_.takes_denominator) {
      Add(index, "denominator", "has no place in this chart: leave it out");
    } else if (!IsNumber(denominator) || (denominator != 0 && denominator < kMinDenominator)) {
      Add(index, "denominator", "must be 0, or from 0.000001 to 1e15");
    } else if (point.value && IsShare(input_.kind) && *point.value > denominator) {
      Add(index, "value", "must not be above the denominator: the chart shows shares");
    } else if (point.value && denominator == 0 && *point.value != 0) {
      Add(index, "value", "must be 0 or left out where the denominator is 0");
    }
  }

  void Group(size_t index, const ChartPoint& point) {
    if (!rules_.takes_group) {
      if (point.group_size) Add(index, "group_size", "belongs to XBAR and S charts: leave it out");
      if (point.group_sd) Add(index, "group_sd", "belongs to XBAR and S charts: leave it out");
      return;
    }
    if (!point.value && !point.group_size && !point.group_sd) return;
    if (by_measurement_ && !point.group_size && !point.group_sd) return;
    if (!point.group_size || *point.group_size < 1 || *point.group_size > kMaxGroupSize) {
      Add(index, "group_size", "must be the number of measurements, 1 to 1000000");
    } else if (*point.group_size > 1 && !point.group_sd) {
      Add(index, "group_sd", "is needed for a group of two or more");
    }
    if (point.group_sd && !(*point.group_sd >= 0 && *point.group_sd <= kMaxChartNumber)) {
      Add(index, "group_sd", "must be a number from 0 to 1e15");
    }
  }

  // Rows of one date are one point, but for XmR charts.
  void Dates() {
    if (errors_.full() || input_.kind != ChartKind::kXmr) return;
    std::vector<size_t> order(input_.points.size());
    std::iota(order.begin(), order.end(), size_t{0});
    const auto before = [this](size_t a, size_t b) {
      return std::pair(input_.points[a].date, a) < std::pair(input_.points[b].date, b);
    };
    if (!std::is_sorted(order.begin(), order.end(), before)) {
      std::sort(order.begin(), order.end(), before);
    }
    for (size_t i = 1; i < order.size(); ++i) {
      const Day date = input_.points[order[i]].date;
      if (date != input_.points[order[i - 1]].date) continue;
      Add(order[i], "date", FormatDay(date) + " is the date of another point");
    }
  }

  void Add(size_t index, const char* field, std::string message) {
    errors_.Add("points[" + std::to_string(index) + "]." + field, std::move(message));
  }

  const ChartInput& input_;
  const KindRules rules_;
  const bool by_measurement_;
  InputErrors errors_;
};

}  // namespace

std::vector<InputError> CheckChartInput(const ChartInput& input) { return Check(input).Run(); }

}  // namespace potential::measures

#include "services/measures/chart_warnings.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/measures/calendar_gaps.h"

namespace potential::measures {
namespace {

// Gaps that are named one by one.
constexpr size_t kNamedGaps = 3;

std::string Count(int count, const std::string& word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

std::string Named(const GroupResult& group) {
  return "The group from " + FormatDay(group.first) + " to " + FormatDay(group.last);
}

void AddGroupWarnings(const ChartInput& input, const GroupResult& group,
                      std::vector<ChartWarning>& warnings) {
  if (input.kind == ChartKind::kRun) return;
  if (group.short_group) {
    std::string text = Named(group) + " has " + Count(group.points, "point") + ", fewer than " +
                       std::to_string(kShortGroupPoints) + ".";
    if (!group.limits_shown) text += " Profile MDC shows no limits and no icons before.";
    warnings.push_back({WarningKind::kShortGroup, std::move(text), group.group});
  }
  const int wanted = std::max(kShortGroupPoints, input.fix_after_n_points.value_or(0));
  const bool fixed_early = input.fix_after_n_points && group.points >= *input.fix_after_n_points;
  if (group.limits_shown && group.points < wanted && !fixed_early) {
    warnings.push_back({WarningKind::kTrialLimits,
                        Named(group) +
                            " has trial limits: every further point changes them until there are " +
                            std::to_string(wanted) + ".",
                        group.group});
  }
}

bool BeforeGroup(const PointResult& point, int group) { return point.group < group; }

void AddUndefinedLimits(const ChartResult& result, const GroupResult& group,
                        std::vector<ChartWarning>& warnings) {
  auto point =
      std::lower_bound(result.points.begin(), result.points.end(), group.group, BeforeGroup);
  for (; point != result.points.end() && point->group == group.group; ++point) {
    if (point->lines.upper_limit) return;
  }
  warnings.push_back({WarningKind::kUndefinedLimits,
                      Named(group) + " has no limits: too few values, or none that vary.",
                      group.group});
}

std::string StepWord(const CalendarGaps& found) {
  switch (found.step) {
    case CalendarStep::kMonths:
      return found.length == 3 ? "quarter" : found.length == 12 ? "year" : "month";
    case CalendarStep::kWorkingDays:
      return "working day";
    case CalendarStep::kDays:
    case CalendarStep::kIrregular:
      break;
  }
  return found.length == 7 ? "week" : found.length == 1 ? "day" : "period";
}

void AddCalendarGaps(const ChartInput& input, const ChartResult& result,
                     std::vector<ChartWarning>& warnings) {
  // Of rare events the dates are what is measured.
  if (input.kind == ChartKind::kG || input.kind == ChartKind::kT) return;
  std::vector<Day> dates;
  dates.reserve(result.points.size());
  for (const PointResult& point : result.points) dates.push_back(point.date);
  const CalendarGaps found = FindCalendarGaps(dates);
  if (found.gaps.empty()) return;
  int missing = 0;
  for (const CalendarGap& gap : found.gaps) missing += gap.missing;
  std::string text = "The calendar has gaps: " + Count(missing, StepWord(found)) +
                     (missing == 1 ? " has" : " have") + " no point, ";
  for (size_t i = 0; i < std::min(found.gaps.size(), kNamedGaps); ++i) {
    if (i > 0) text += ", ";
    text += "between " + FormatDay(found.gaps[i].after) + " and " + FormatDay(found.gaps[i].before);
  }
  if (found.gaps.size() > kNamedGaps) {
    text += " and in " + Count(static_cast<int>(found.gaps.size() - kNamedGaps), "more place");
  }
  warnings.push_back({WarningKind::kCalendarGap, text + ".", std::nullopt});
}

void AddIgnored(const ChartInput& input, const ChartResult& result,
                std::vector<ChartWarning>& warnings) {
  for (const Day date : input.rebase_dates) {
    const auto point = std::lower_bound(
        result.points.begin(), result.points.end(), date,
        [](const PointResult& candidate, Day day) { return candidate.date < day; });
    if (point != result.points.end() && point->date == date) continue;
    warnings.push_back({WarningKind::kIgnoredRebase,
                        "No point has the rebase date " + FormatDay(date) + ": it is ignored.",
                        std::nullopt});
  }
  if (input.kind != ChartKind::kXmr && input.fix_after_n_points && result.groups.size() > 1) {
    warnings.push_back({WarningKind::kIgnoredBaseline,
                        "The chart is rebased, so fix_after_n_points is ignored.", std::nullopt});
  }
}

}  // namespace

std::vector<ChartWarning> WarningsOf(const ChartInput& input, const ChartResult& result) {
  std::vector<ChartWarning> warnings;
  for (const GroupResult& group : result.groups) {
    AddGroupWarnings(input, group, warnings);
    if (input.kind != ChartKind::kRun && group.limits_shown) {
      AddUndefinedLimits(result, group, warnings);
    }
  }
  AddCalendarGaps(input, result, warnings);
  AddIgnored(input, result, warnings);
  return warnings;
}

}  // namespace potential::measures

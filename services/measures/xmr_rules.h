// The four rules of special cause on an XmR chart, evaluated on one group. For the chart engine's
// own files; each pass counts as it goes, so the cost is linear whatever the length of a rule.

#ifndef POTENTIAL_SERVICES_MEASURES_XMR_RULES_H_
#define POTENTIAL_SERVICES_MEASURES_XMR_RULES_H_

#include <span>
#include <vector>

#include "services/measures/series.h"

namespace potential::measures {

// What is known of a group before the rules: the values, NaN where missing, and its level lines.
struct XmrGroup {
  std::span<const double> values;
  RowLines lines;
};

// The rules that apply to each value.
//
// Outside: beyond a limit. Trend: in a window of `length` points with steps all up or all down; the
// point where a rise becomes a fall is in both. Two in three: beyond a near line, in three points
// on one side of the centre of which at least two are so; with profile PTD a point beyond a limit
// does not count as beyond the near line, with MDC it does. Shift: in a window of `length` points
// on one side.
std::vector<RuleSet> XmrRules(const XmrGroup& group, Profile profile, int length);

// The rule that decides for the point at `index`. PTD: the first of outside, trend, two in three,
// shift. A trend goes as the step to the right does if the next point is in a trend too, else as
// the step from the left; a step that is level counts as falling, as in the source. MDC: the first
// in that order that means improvement, else the first.
ChartRule DecidingRule(std::span<const RuleSet> rules, std::span<const double> values, size_t index,
                       Profile profile, Direction direction);

// What a rule means when `direction` is wanted.
PointType TypeOf(ChartRule rule, Direction direction);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_XMR_RULES_H_

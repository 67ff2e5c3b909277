// Centre and limits of every kind of chart. For the chart engine's own files.

#ifndef POTENTIAL_SERVICES_MEASURES_LINES_H_
#define POTENTIAL_SERVICES_MEASURES_LINES_H_

#include <span>
#include <vector>

#include "services/measures/series.h"

namespace potential::measures {

// The lines of an XmR chart, level over its group, and the moving ranges that they came from.
struct XmrLines {
  RowLines lines;
  MovingRangeMean moving_range;
};
XmrLines LinesOfXmr(std::span<const SeriesRow> group, bool screen);

// The lines of any other chart at each row of a group, before `multiply`. Of an MR chart it also
// sets the rows' plotted values.
std::vector<RowLines> LinesOf(const ChartInput& input, std::span<SeriesRow> group);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_LINES_H_

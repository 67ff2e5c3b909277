// Windows of a strategy as days.

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_WINDOWS_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_WINDOWS_H_

#include "potential/strategy/v1/strategy.pb.h"
#include "services/measures/calendar.h"
#include "services/measures/periods.h"

namespace potential::strategy {

// The window is given by offsets, so that its days depend on when data was first loaded.
bool UsesOffsets(const v1::Window& window);

// The days of a window that was validated with its file. `anchor` is the month in which the
// organisation's data was first loaded; it plays no part where dates are given. A window without
// any content gives an empty one.
measures::Window ResolveWindow(const v1::Window& window, measures::Month anchor);

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_WINDOWS_H_

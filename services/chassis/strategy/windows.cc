#include "services/chassis/strategy/windows.h"

namespace potential::strategy {

bool UsesOffsets(const v1::Window& window) {
  return window.has_start_month_offset() || window.has_end_month_offset();
}

measures::Window ResolveWindow(const v1::Window& window, measures::Month anchor) {
  if (UsesOffsets(window)) {
    return {
        measures::FirstOfMonth(measures::AddMonths(anchor, window.start_month_offset())),
        measures::LastOfMonth(measures::AddMonths(anchor, window.end_month_offset())),
    };
  }
  const auto first = measures::ParseDay(window.start_date());
  const auto last = measures::ParseDay(window.end_date());
  if (!first || !last) return {measures::Day{0}, measures::Day{-1}};
  return {*first, *last};
}

}  // namespace potential::strategy

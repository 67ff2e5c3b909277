#include "services/evidence/qi_release.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace potential::evidence {
namespace {

using charts::ChartRelease;
using charts::ReleasedFigure;
using charts::v1::ChartInputPoint;

constexpr double kLeast = static_cast<double>(measures::kLeastShownCount);
constexpr double kPercent = 100;

bool IsCount(double number) { return number >= 0 && number == std::floor(number); }

bool IsShare(const ChartInputPoint& point) {
  return IsCount(point.value()) && IsCount(point.denominator()) &&
         point.value() <= point.denominator();
}

ReleasedFigure ReleaseMean(const ChartInputPoint& point, double factor) {
  const bool few =
      point.denominator() < kLeast || (IsCount(point.value()) && point.value() < kLeast);
  if (few) return {.value = std::nullopt, .withheld = true};
  const double mean = factor * point.value() / point.denominator();
  return {.value = std::round(mean / charts::kMeanStep) * charts::kMeanStep};
}

// Gathers the figures of a series; lines are as coarse as the coarsest of them.
class Release {
 public:
  Release(bool counts, bool in_percent, measures::DisclosureProfile profile)
      : counts_(counts), whole_(in_percent ? kPercent : 1), profile_(profile) {
    release_.step = 0;
  }

  void Add(const ChartInputPoint& point) {
    if (!point.has_value()) {
      release_.figures[point.date()] = {};
    } else if (!point.has_denominator()) {
      AddUndivided(point);
    } else if (IsShare(point)) {
      const auto part = static_cast<int64_t>(point.value());
      const auto all = static_cast<int64_t>(point.denominator());
      Take(point, charts::ReleaseShare(part, all, profile_, whole_),
           charts::kShareStep * whole_ / kPercent);
    } else {
      Take(point, ReleaseMean(point, whole_), charts::kMeanStep);
    }
  }

  std::optional<ChartRelease> Of() const {
    return release_.step > 0 ? std::optional<ChartRelease>(release_) : std::nullopt;
  }

 private:
  void AddUndivided(const ChartInputPoint& point) {
    if (counts_) {
      Take(point, charts::ReleaseCount(static_cast<int64_t>(point.value())), charts::kCountStep);
    } else {
      release_.figures[point.date()] = {.value = point.value()};
    }
  }

  void Take(const ChartInputPoint& point, const ReleasedFigure& figure, double step) {
    release_.figures[point.date()] = figure;
    release_.step = std::max(release_.step, step);
  }

  const bool counts_;
  const double whole_;
  const measures::DisclosureProfile profile_;
  ChartRelease release_;
};

}  // namespace

std::optional<ChartRelease> ReleaseOf(const std::vector<ChartInputPoint>& points, bool in_percent,
                                      measures::DisclosureProfile profile) {
  const bool counts = std::all_of(points.begin(), points.end(), [](const ChartInputPoint& point) {
    return point.has_denominator() || !point.has_value() || IsCount(point.value());
  });
  Release release(counts, in_percent, profile);
  for (const ChartInputPoint& point : points) release.Add(point);
  return release.Of();
}

}  // namespace potential::evidence

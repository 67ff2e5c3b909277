#include "services/workforce/survey_trend_release.h"

#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "services/chassis/charts/chart_release.h"

namespace potential::workforce {
namespace {

using charts::ChartRelease;
using charts::ReleasedFigure;
using v1::SurveyTrend;

// The waves that were closed on one day.
struct Day {
  int64_t count = 0;
  int64_t n = 0;
  bool withheld = false;
};

ChartRelease ReleaseOf(measures::DisclosureProfile profile, const SurveyTrend& trend) {
  std::map<std::string, Day> days;
  for (const SurveyTrend::Wave& wave : trend.waves()) {
    if (wave.below_threshold()) continue;
    Day& day = days[wave.closed_date()];
    day.count += wave.count();
    day.n += wave.n();
    day.withheld |= charts::ReleaseShare(wave.count(), wave.n(), profile).withheld;
  }
  ChartRelease release{.figures = {}, .step = charts::kShareStep};
  for (const auto& [date, day] : days) {
    release.figures[date] = day.withheld ? ReleasedFigure{.value = std::nullopt, .withheld = true}
                                         : charts::ReleaseShare(day.count, day.n, profile);
  }
  return release;
}

double RoundedMean(double mean) { return std::round(mean / charts::kMeanStep) * charts::kMeanStep; }

std::optional<int32_t> Shown(int32_t count) {
  const std::optional<int64_t> shown = measures::ReleasedCount(count);
  return shown ? std::optional<int32_t>(static_cast<int32_t>(*shown)) : std::nullopt;
}

void ReleaseShare(measures::DisclosureProfile profile, SurveyTrend::Wave& wave) {
  const ReleasedFigure share = charts::ReleaseShare(wave.count(), wave.n(), profile);
  if (share.withheld) {
    wave.clear_percent();
    wave.clear_percent_lower();
    wave.clear_percent_upper();
    wave.clear_mean();
    return;
  }
  wave.set_percent(*share.value);
  wave.set_percent_lower(std::round(wave.percent_lower()));
  wave.set_percent_upper(std::round(wave.percent_upper()));
  if (wave.has_mean()) wave.set_mean(RoundedMean(wave.mean()));
}

void ReleaseWave(measures::DisclosureProfile profile, SurveyTrend::Wave& wave) {
  ReleaseShare(profile, wave);
  const std::optional<int32_t> n = Shown(wave.n());
  const std::optional<int32_t> count = Shown(wave.count());
  wave.clear_n();
  wave.clear_count();
  if (n) wave.set_n(*n);
  if (count) wave.set_count(*count);
}

}  // namespace

void ReleaseTrend(measures::DisclosureProfile profile, SurveyTrend& trend) {
  if (trend.has_chart()) charts::ReleaseChart(ReleaseOf(profile, trend), *trend.mutable_chart());
  for (SurveyTrend::Wave& wave : *trend.mutable_waves()) {
    if (!wave.below_threshold()) ReleaseWave(profile, wave);
  }
}

}  // namespace potential::workforce

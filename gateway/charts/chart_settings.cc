#include "gateway/charts/chart_settings.h"

#include <algorithm>

namespace potential::gateway {
namespace {

using charts::v1::Chart;
using strategy::v1::IndicatorRef;
using strategy::v1::Outcome;

bool HoldsAmong(const IndicatorRef& part, const Conditions& where) {
  return std::all_of(part.where().begin(), part.where().end(), [&](const auto& condition) {
    const auto it = where.find(condition.first);
    return it != where.end() && it->second == condition.second;
  });
}

// What the rule asks of a period, as far as it asks anything of one.
void AddRule(const Outcome& outcome, strategy::v1::Bucket bucket, ChartSettings& settings) {
  settings.direction = Chart::INCREASE;
  switch (outcome.rule_case()) {
    case Outcome::kPercentChange:
      settings.change_percent = outcome.percent_change().target_percent();
      return;
    case Outcome::kLevel:
      if (outcome.level().lower_is_better()) settings.direction = Chart::DECREASE;
      settings.target = outcome.level().target();
      return;
    case Outcome::kCadence:
      if (outcome.cadence().period() != bucket) return;
      settings.target = outcome.cadence().has_at_least() ? outcome.cadence().at_least() : 1;
      return;
    default:
      return;
  }
}

}  // namespace

std::vector<const IndicatorRef*> RuleIndicators(const Outcome& outcome) {
  std::vector<const IndicatorRef*> parts;
  switch (outcome.rule_case()) {
    case Outcome::kCount:
      return {&outcome.count().indicator()};
    case Outcome::kCoverage:
      for (const auto& requirement : outcome.coverage().requirements()) {
        parts.push_back(&requirement.indicator());
      }
      return parts;
    case Outcome::kCadence:
      return {&outcome.cadence().indicator()};
    case Outcome::kChecklist:
      for (const auto& item : outcome.checklist().items()) parts.push_back(&item.indicator());
      return parts;
    case Outcome::kPercentChange:
      return {&outcome.percent_change().indicator()};
    case Outcome::kLevel:
      return {&outcome.level().indicator()};
    case Outcome::RULE_NOT_SET:
      break;
  }
  return parts;
}

ChartedOutcome FindChartedOutcome(const strategy::v1::Strategy& strategy,
                                  const std::string& indicator, const Conditions& where) {
  for (const auto& pillar : strategy.pillars()) {
    for (const Outcome& outcome : pillar.outcomes()) {
      for (const IndicatorRef* part : RuleIndicators(outcome)) {
        if (part->indicator() == indicator && HoldsAmong(*part, where)) return {&outcome, part};
      }
    }
  }
  return {};
}

ChartedOutcome FindOutcomeById(const strategy::v1::Strategy& strategy, const std::string& id,
                               const std::string& indicator) {
  for (const auto& pillar : strategy.pillars()) {
    for (const Outcome& outcome : pillar.outcomes()) {
      if (outcome.id() != id) continue;
      for (const IndicatorRef* part : RuleIndicators(outcome)) {
        if (part->indicator() == indicator) return {&outcome, part};
      }
      return {&outcome, nullptr};
    }
  }
  return {};
}

ChartSettings SettingsOf(const indicators::v1::Indicator& indicator) {
  ChartSettings settings;
  if (indicator.lower_is_better()) settings.direction = Chart::DECREASE;
  return settings;
}

ChartSettings SettingsOf(const Outcome& outcome, const indicators::v1::Indicator& indicator,
                         strategy::v1::Bucket bucket, measures::Month anchor) {
  ChartSettings settings;
  AddRule(outcome, bucket, settings);
  if (indicator.lower_is_better()) settings.direction = Chart::DECREASE;
  const strategy::v1::ChartSettings& chart = outcome.chart();
  if (chart.profile() != Chart::PROFILE_UNSPECIFIED) settings.profile = chart.profile();
  if (chart.improvement_direction() != Chart::DIRECTION_UNSPECIFIED) {
    settings.direction = chart.improvement_direction();
  }
  if (chart.has_target()) {
    settings.target = chart.target();
    settings.change_percent.reset();
  }
  if (chart.has_fix_after_n_points()) settings.fix_after_n_points = chart.fix_after_n_points();
  for (const std::string& date : chart.rebase_dates()) {
    if (const auto day = measures::ParseDay(date)) {
      settings.rebase_months.push_back(measures::MonthOf(*day));
    }
  }
  for (const int offset : chart.rebase_month_offsets()) {
    settings.rebase_months.push_back(measures::AddMonths(anchor, offset));
  }
  return settings;
}

}  // namespace potential::gateway

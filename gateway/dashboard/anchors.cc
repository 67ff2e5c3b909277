#include "gateway/dashboard/anchors.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/chassis/strategy/windows.h"
#include "services/measures/london.h"

namespace potential::gateway {
namespace {

measures::Month MonthOfTime(const google::protobuf::Timestamp& time) {
  return measures::MonthOf(measures::LondonDay(time.seconds()));
}

std::optional<measures::Month> FirstInitiative(const ServiceAnswers& answers) {
  std::optional<measures::Month> first;
  for (const auto& [service, answer] : answers) {
    for (const auto& initiative : answer.initiatives.initiatives()) {
      const measures::Month month = MonthOfTime(initiative.create_time());
      first = std::min(first.value_or(month), month);
    }
  }
  return first;
}

bool UsesOffsets(const strategy::v1::Strategy& strategy) {
  if (strategy::UsesOffsets(strategy.plan_window())) return true;
  if (strategy::UsesOffsets(strategy.baseline_window())) return true;
  for (const auto& pillar : strategy.pillars()) {
    for (const auto& outcome : pillar.outcomes()) {
      if (outcome.chart().rebase_month_offsets_size() > 0) return true;
    }
  }
  return false;
}

}  // namespace

void Anchors::Find(const strategy::v1::Strategy& strategy, measures::Month otherwise,
                   const rpc::CallOptions& options, std::function<void(measures::Month)> done) {
  const std::string& organisation = strategy.organisation();
  std::optional<measures::Month> known;
  if (!UsesOffsets(strategy)) known = otherwise;
  {
    absl::MutexLock lock(&mutex_);
    const auto it = found_.find(organisation);
    if (it != found_.end()) known = it->second;
  }
  if (known) return done(*known);
  fan_out_.Ask(
      organisation, {}, options,
      [this, organisation, otherwise, done = std::move(done)](const ServiceAnswers& answers) {
        const std::optional<measures::Month> first = FirstInitiative(answers);
        if (first) {
          absl::MutexLock lock(&mutex_);
          found_[organisation] = *first;
        }
        done(first.value_or(otherwise));
      });
}

}  // namespace potential::gateway

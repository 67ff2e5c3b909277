#include "services/chassis/service/housekeeping.h"

#include <memory>
#include <utility>

#include "services/chassis/server/log.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/history.h"
#include "services/chassis/storage/request_log.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::service {

Housekeeping::Housekeeping(storage::Store& store, HousekeepingOptions options)
    : store_(store),
      options_(std::move(options)),
      // A start is busy enough.
      next_round_(options_.clock->Now() + kHousekeepingRound),
      last_step_(options_.clock->Now()) {}

Housekeeping::~Housekeeping() {
  absl::MutexLock lock(&mutex_);
  const auto ended = [](bool* running) { return !*running; };
  mutex_.Await(absl::Condition(+ended, &running_));
}

void Housekeeping::Committed() {
  absl::MutexLock lock(&mutex_);
  idle_ = false;
}

std::vector<Housekeeping::Step> Housekeeping::Round(absl::Time now) const {
  std::vector<Step> steps;
  const int64_t kept = options_.kept_revisions;
  const absl::Time cutoff = now - options_.kept_history;
  for (const std::string& organisation : options_.organisations()) {
    steps.push_back({"changes", organisation, [=](storage::TableWriter& writer) {
                       return storage::CompactChanges(writer, organisation, kept, kMaxRemovedInStep);
                     }});
    steps.push_back({"requests", organisation, [=](storage::TableWriter& writer) {
                       return storage::PurgeRequests(writer, organisation, now, kMaxRemovedInStep);
                     }});
    steps.push_back({"history", organisation, [=](storage::TableWriter& writer) {
                       return storage::PurgeHistory(writer, organisation, cutoff, kMaxRemovedInStep);
                     }});
  }
  return steps;
}

bool Housekeeping::IsDue(absl::Time now) {
  const bool idle = std::exchange(idle_, true);
  if (running_ || (!idle && now - last_step_ < kLongestPutOff)) return false;
  if (steps_.empty() && now >= next_round_) {
    steps_ = Round(now);
    next_round_ = now + kHousekeepingRound;
  }
  return !steps_.empty();
}

void Housekeeping::Tick() {
  const absl::Time now = options_.clock->Now();
  Step step;
  {
    absl::MutexLock lock(&mutex_);
    if (!IsDue(now)) return;
    step = std::move(steps_.back());
    steps_.pop_back();
    last_step_ = now;
    running_ = true;
  }
  const auto removed = std::make_shared<int64_t>(0);
  store_.Write(
      [remove = step.remove, removed](storage::TableWriter& writer) -> absl::Status {
        ASSIGN_OR_RETURN(*removed, remove(writer));
        return absl::OkStatus();
      },
      [this, step, removed](const absl::Status& status) { Ended(step, status, *removed); });
}

void Housekeeping::Ended(const Step& step, const absl::Status& status, int64_t removed) {
  if (!status.ok()) {
    server::Log(server::LogLevel::kWarning, "housekeeping put off",
                {{"thing", step.thing}, {"reason", std::string(status.message())}});
  }
  absl::MutexLock lock(&mutex_);
  // There may be more of a thing of which a step removed all that it may.
  if (status.ok() && removed == kMaxRemovedInStep) steps_.push_back(step);
  running_ = false;
}

}  // namespace potential::service

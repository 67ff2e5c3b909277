#include "services/chassis/strategy/strategy_holder.h"

#include <utility>

namespace potential::strategy {

absl::StatusOr<std::unique_ptr<StrategyHolder>> StrategyHolder::Open(Loader loader) {
  absl::StatusOr<std::shared_ptr<const StrategySet>> set = loader();
  if (!set.ok()) return set.status();
  return std::unique_ptr<StrategyHolder>(new StrategyHolder(std::move(loader), *std::move(set)));
}

absl::StatusOr<std::unique_ptr<StrategyHolder>> StrategyHolder::Open(const std::string& directory) {
  return Open([directory] { return StrategySet::Load(directory); });
}

StrategyHolder::StrategyHolder(Loader loader, std::shared_ptr<const StrategySet> set)
    : loader_(std::move(loader)), set_(std::move(set)) {}

std::shared_ptr<const StrategySet> StrategyHolder::Get() const {
  absl::MutexLock lock(&mutex_);
  return set_;
}

void StrategyHolder::Swap(const std::shared_ptr<const StrategySet>& set) {
  // The set that ran until now may be freed with `old`, after the lock.
  std::shared_ptr<const StrategySet> old = set;
  absl::MutexLock lock(&mutex_);
  set_.swap(old);
}

absl::Status StrategyHolder::Reload() {
  absl::MutexLock lock(&reload_mutex_);
  const absl::StatusOr<std::shared_ptr<const StrategySet>> set = loader_();
  if (!set.ok()) return set.status();
  if ((*set)->hash() == Get()->hash()) return absl::OkStatus();
  Swap(*set);
  for (const Listener& listener : listeners_) listener(*set);
  return absl::OkStatus();
}

void StrategyHolder::AddListener(Listener listener) {
  absl::MutexLock lock(&reload_mutex_);
  listeners_.push_back(std::move(listener));
}

}  // namespace potential::strategy

#include "gateway/dashboard/last_answers.h"

#include "absl/strings/str_cat.h"

namespace potential::gateway {
namespace {

std::string KeyOf(const std::string& question, const std::string& service) {
  return absl::StrCat(question, "|", service);
}

}  // namespace

void LastAnswers::StandIn(const std::string& question, ServiceAnswers& answers) {
  const absl::Time oldest = clock_.Now() - max_age_;
  absl::MutexLock lock(&mutex_);
  for (auto& [service, answer] : answers) {
    if (!IsFailure(answer.status)) continue;
    const auto it = places_.find(KeyOf(question, service));
    if (it == places_.end()) continue;
    const Place place = it->second;
    if (place->time <= oldest) {
      Erase(place);
      continue;
    }
    const absl::Status failed = answer.status;
    answer = place->answer;
    answer.status = failed;
    answer.earlier = place->time;
    kept_.splice(kept_.begin(), kept_, place);
  }
}

void LastAnswers::Keep(const std::string& question, absl::Time asked, ServiceAnswers answers) {
  absl::MutexLock lock(&mutex_);
  for (auto& [service, answer] : answers) {
    std::string key = KeyOf(question, service);
    if (answer.status.ok()) {
      Insert(std::move(key), asked, std::move(answer));
    } else if (const auto it = places_.find(key);
               it != places_.end() && !IsFailure(answer.status)) {
      Erase(it->second);
    }
  }
  while (bytes_ > max_bytes_) Erase(std::prev(kept_.end()));
}

void LastAnswers::Insert(std::string key, absl::Time asked, ServiceAnswer answer) {
  const auto it = places_.find(key);
  if (it != places_.end()) {
    if (it->second->time > asked) return;
    Erase(it->second);
  }
  const size_t bytes = answer.figures.ByteSizeLong() + answer.initiatives.ByteSizeLong();
  kept_.push_front(
      {.key = key, .time = asked, .bytes = bytes, .answer = std::move(answer)});
  places_[std::move(key)] = kept_.begin();
  bytes_ += bytes;
}

void LastAnswers::Erase(Place place) {
  bytes_ -= place->bytes;
  places_.erase(place->key);
  kept_.erase(place);
}

void LastAnswers::Confirm(const std::string& question, const std::string& service,
                          const TopicState& state, absl::Time time) {
  absl::MutexLock lock(&mutex_);
  const auto it = places_.find(KeyOf(question, service));
  if (it == places_.end() || time < it->second->time) return;
  if (StateOf(it->second->answer.figures) != state) return;
  it->second->time = time;
  kept_.splice(kept_.begin(), kept_, it->second);
}

}  // namespace potential::gateway

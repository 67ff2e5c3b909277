#include "gateway/http/connections.h"

#include <utility>
#include <vector>

namespace potential::gateway {

Connections::Place::Place(std::shared_ptr<Connections> all, std::weak_ptr<Connection> connection)
    : all_(std::move(all)), connection_(std::move(connection)) {
  std::lock_guard<std::mutex> lock(all_->mutex_);
  all_->places_.insert(this);
}

Connections::Place::~Place() {
  std::lock_guard<std::mutex> lock(all_->mutex_);
  all_->places_.erase(this);
  all_->changed_.notify_all();
}

size_t Connections::count() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return places_.size();
}

bool Connections::draining() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return draining_;
}

void Connections::DrainAll() {
  // The references are released after the lock: the last one of a connection gives its place up.
  std::vector<std::shared_ptr<Connection>> open;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    draining_ = true;
    for (Place* place : places_) {
      if (auto connection = place->connection_.lock()) open.push_back(std::move(connection));
    }
  }
  for (const auto& connection : open) connection->Drain();
}

void Connections::CloseAll() {
  std::vector<std::shared_ptr<Connection>> open;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (Place* place : places_) {
      if (auto connection = place->connection_.lock()) open.push_back(std::move(connection));
    }
  }
  for (const auto& connection : open) connection->Close();
}

bool Connections::WaitUntilNone(std::chrono::milliseconds timeout) {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_for(lock, timeout, [this] { return places_.empty(); });
}

bool Connections::ReserveBody(size_t bytes, size_t limit) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (bytes > limit || body_bytes_ > limit - bytes) return false;
  body_bytes_ += bytes;
  return true;
}

void Connections::ReleaseBody(size_t bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  body_bytes_ -= bytes;
}

}  // namespace potential::gateway

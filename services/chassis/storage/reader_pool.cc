#include "services/chassis/storage/reader_pool.h"

#include <utility>

#include "services/chassis/storage/status_macros.h"

namespace potential::storage {
namespace {

absl::Status BeginReading(SqliteConnection& connection) {
  // A transaction sees no state before its first read; this is one that touches a single page.
  static const std::string& pin = *new std::string("SELECT 1 FROM \"sqlite_schema\" LIMIT 1");
  RETURN_IF_ERROR(connection.Run("BEGIN"));
  return connection.Run(pin);
}

}  // namespace

ReaderPool::ReaderPool(Schema schema, std::vector<std::unique_ptr<SqliteConnection>> connections)
    : schema_(std::move(schema)), free_(std::move(connections)) {
  for (const auto& connection : free_) connection->UseSchema(&schema_);
}

absl::StatusOr<ReaderPool::Lent> ReaderPool::Acquire() {
  Lent lent;
  {
    absl::MutexLock lock(&mutex_);
    while (free_.empty()) returned_.Wait(&mutex_);
    lent = {.connection = std::move(free_.back()), .commits = commits_};
    free_.pop_back();
  }
  if (lent.connection->InTransaction()) return lent;
  const absl::Status begun = BeginReading(*lent.connection);
  if (begun.ok()) return lent;
  Release(std::move(lent));
  return begun;
}

void ReaderPool::Release(Lent lent) {
  {
    absl::MutexLock lock(&mutex_);
    if (IsCurrent(lent)) return PutBack(std::move(lent.connection));
  }
  lent.connection->RollBack();
  lent.connection->ForgetFailure();
  absl::MutexLock lock(&mutex_);
  PutBack(std::move(lent.connection));
}

bool ReaderPool::IsCurrent(const Lent& lent) const {
  return !committing_ && lent.commits == commits_ && lent.connection->failure().ok();
}

void ReaderPool::PutBack(std::unique_ptr<SqliteConnection> connection) {
  free_.push_back(std::move(connection));
  returned_.Signal();
}

void ReaderPool::BeginCommit() {
  absl::MutexLock lock(&mutex_);
  committing_ = true;
  for (const auto& connection : free_) connection->RollBack();
}

void ReaderPool::EndCommit() {
  absl::MutexLock lock(&mutex_);
  committing_ = false;
  ++commits_;
}

}  // namespace potential::storage

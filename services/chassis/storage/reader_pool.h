// Reader connections, lent to one snapshot at a time. Shared by the store and its snapshots, so
// that a snapshot may outlive the store. Thread-safe.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_READER_POOL_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_READER_POOL_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/chassis/storage/schema.h"
#include "services/chassis/storage/sqlite_connection.h"

namespace potential::storage {

class ReaderPool {
 public:
  // Takes at least one connection.
  ReaderPool(Schema schema, std::vector<std::unique_ptr<SqliteConnection>> connections)
      : schema_(std::move(schema)), free_(std::move(connections)) {
    for (const auto& connection : free_) connection->UseSchema(&schema_);
  }

  // Waits until one is free. The one used last comes first: its page cache is the warmest.
  std::unique_ptr<SqliteConnection> Acquire() {
    absl::MutexLock lock(&mutex_);
    while (free_.empty()) returned_.Wait(&mutex_);
    std::unique_ptr<SqliteConnection> connection = std::move(free_.back());
    free_.pop_back();
    return connection;
  }

  void Release(std::unique_ptr<SqliteConnection> connection) {
    absl::MutexLock lock(&mutex_);
    free_.push_back(std::move(connection));
    returned_.Signal();
  }

 private:
  const Schema schema_;
  absl::Mutex mutex_;
  absl::CondVar returned_;
  std::vector<std::unique_ptr<SqliteConnection>> free_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_READER_POOL_H_

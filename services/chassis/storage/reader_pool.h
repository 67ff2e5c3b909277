// Reader connections, lent to one snapshot at a time. Shared by the store and its snapshots, so
// that a snapshot may outlive the store. Thread-safe.
//
// Between two commits every transaction sees the same, so a connection that comes back keeps its
// own for the next snapshot: to begin and end one costs as much as to read a row. While a commit is
// made none is kept, as the log cannot be cut off behind an open transaction.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_READER_POOL_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_READER_POOL_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/chassis/storage/schema.h"
#include "services/chassis/storage/sqlite_connection.h"

namespace potential::storage {

class ReaderPool {
 public:
  // A connection in a transaction that sees all commits made before it was lent.
  struct Lent {
    std::unique_ptr<SqliteConnection> connection;
    int64_t commits = 0;  // made by then
  };

  // Takes at least one connection.
  ReaderPool(Schema schema, std::vector<std::unique_ptr<SqliteConnection>> connections);

  // Waits until a connection is free. The one used last comes first: its page cache is the warmest.
  absl::StatusOr<Lent> Acquire();
  void Release(Lent lent);

  // Lives while a commit is made: connections that nobody uses are in no transaction meanwhile, and
  // those lent after its end see the commit. One at a time.
  class CommitScope {
   public:
    explicit CommitScope(ReaderPool& pool) : pool_(pool) { pool_.BeginCommit(); }
    ~CommitScope() { pool_.EndCommit(); }
    CommitScope(const CommitScope&) = delete;
    CommitScope& operator=(const CommitScope&) = delete;

   private:
    ReaderPool& pool_;
  };

 private:
  void BeginCommit();
  void EndCommit();
  bool IsCurrent(const Lent& lent) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void PutBack(std::unique_ptr<SqliteConnection> connection) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Schema schema_;
  absl::Mutex mutex_;
  absl::CondVar returned_;
  bool committing_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t commits_ ABSL_GUARDED_BY(mutex_) = 0;
  // One that is in a transaction sees the last commit.
  std::vector<std::unique_ptr<SqliteConnection>> free_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_READER_POOL_H_

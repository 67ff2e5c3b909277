// Group commit: the writes of many callers in one transaction, and each alone if that fails.
//
// After any failure of the engine the transaction's state is unknown (it may have ended by itself),
// so the whole batch is undone and its members are tried one by one: a write that fills the disk
// fails alone. Nobody hears of an outcome before it is durable. For the writer's thread.
//
// The log holds each commit with all that it changed, side by side: which invitation was spent and
// which answers came. So a commit with anonymous rows is folded into the file at once, and the log
// cut off; if a reader is in the way, after the next commits.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_COMMITTER_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_COMMITTER_H_

#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "services/chassis/storage/random.h"
#include "services/chassis/storage/reader_pool.h"
#include "services/chassis/storage/sqlite_connection.h"
#include "services/chassis/storage/sqlite_transaction.h"
#include "services/chassis/storage/write_queue.h"

namespace potential::storage {

class SqliteCommitter {
 public:
  // The connection and its readers must outlive this.
  SqliteCommitter(SqliteConnection& connection, ReaderPool& readers, RandomFunction random)
      : connection_(connection), readers_(readers), random_(std::move(random)) {}

  // Called after each commit that changed something.
  void SetListener(std::function<void()> listener) { listener_ = std::move(listener); }

  // The outcome of each write, once all are durable or undone.
  std::vector<absl::Status> Commit(const std::vector<QueuedWrite>& batch);

 private:
  // False, and everything undone, if the members must be tried one by one.
  bool CommitTogether(const std::vector<QueuedWrite>& batch, std::vector<absl::Status>& outcomes);
  absl::Status CommitAlone(const WriteFunction& write);
  // Makes what the transaction did durable and seen by all readers to come.
  absl::Status Commit(SqliteTransaction& transaction);

  SqliteConnection& connection_;
  ReaderPool& readers_;
  const RandomFunction random_;
  std::function<void()> listener_;
  // The log still holds a commit with anonymous rows.
  bool log_tells_ = false;
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_COMMITTER_H_

#include "services/chassis/storage/sqlite_committer.h"

#include "services/chassis/storage/sqlite_file.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::storage {

std::vector<absl::Status> SqliteCommitter::Commit(const std::vector<QueuedWrite>& batch) {
  std::vector<absl::Status> outcomes;
  if (batch.size() > 1 && CommitTogether(batch, outcomes)) return outcomes;
  outcomes.clear();
  for (const QueuedWrite& member : batch) outcomes.push_back(CommitAlone(member.write));
  return outcomes;
}

bool SqliteCommitter::CommitTogether(const std::vector<QueuedWrite>& batch,
                                     std::vector<absl::Status>& outcomes) {
  SqliteTransaction transaction(connection_, random_);
  const absl::Status begun = transaction.Begin();
  if (!begun.ok()) {  // nothing was tried, and the next member would wait as long in vain
    outcomes.assign(batch.size(), begun);
    return true;
  }
  for (const QueuedWrite& member : batch) {
    outcomes.push_back(transaction.RunStepInSavepoint(member.write));
    if (transaction.broken()) return false;
  }
  return Commit(transaction).ok();
}

absl::Status SqliteCommitter::CommitAlone(const WriteFunction& write) {
  SqliteTransaction transaction(connection_, random_);
  RETURN_IF_ERROR(transaction.Begin());
  RETURN_IF_ERROR(transaction.RunStep(write));
  return Commit(transaction);
}

absl::Status SqliteCommitter::Commit(SqliteTransaction& transaction) {
  {
    const ReaderPool::CommitScope scope(readers_);
    RETURN_IF_ERROR(transaction.Commit());
    log_tells_ = log_tells_ || transaction.wrote_anonymous_rows();
    if (log_tells_) log_tells_ = !CutOffLog(connection_).value_or(false);
  }
  if (transaction.changed() && listener_) listener_();
  return absl::OkStatus();
}

}  // namespace potential::storage

#include "services/chassis/storage/sqlite_transaction.h"

#include "services/chassis/storage/sqlite_writer.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/storage/write_queue.h"

namespace potential::storage {
absl::Status SqliteTransaction::Begin() {
  connection_.ForgetFailure();
  return connection_.Run("BEGIN IMMEDIATE");
}

absl::Status SqliteTransaction::RunStep(const WriteFunction& write) {
  SqliteWriter writer(connection_, random_, anonymous_);
  absl::Status status = RunWrite(write, writer);
  if (status.ok()) status = writer.Finish();
  if (!connection_.failure().ok()) return connection_.failure();
  if (!status.ok()) {
    broken_ = broken_ || writer.wrote_earlier_rows();
    return status;
  }
  changed_ = changed_ || writer.changed();
  return absl::OkStatus();
}

absl::Status SqliteTransaction::RunStepInSavepoint(const WriteFunction& write) {
  RETURN_IF_ERROR(connection_.Run("SAVEPOINT step"));
  const absl::Status status = RunStep(write);
  if (broken()) return status;
  if (!status.ok()) RETURN_IF_ERROR(connection_.Run("ROLLBACK TO step"));
  RETURN_IF_ERROR(connection_.Run("RELEASE step"));
  return status;
}

absl::Status SqliteTransaction::Commit() {
  RETURN_IF_ERROR(anonymous_.Settle(connection_, random_));
  return connection_.Run("COMMIT");
}

}  // namespace potential::storage

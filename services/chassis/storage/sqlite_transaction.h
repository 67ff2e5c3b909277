// A transaction on the writer's connection: several callers' writes, each undone alone if it fails.
//
//   SqliteTransaction transaction(connection, random);
//   RETURN_IF_ERROR(transaction.Begin());
//   absl::Status outcome = transaction.RunStep(write);   // as often as wanted
//   RETURN_IF_ERROR(transaction.Commit());
//
// What is not committed is undone with the object. For the writer's thread.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_TRANSACTION_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_TRANSACTION_H_

#include "absl/status/status.h"
#include "services/chassis/storage/anonymous_rows.h"
#include "services/chassis/storage/random.h"
#include "services/chassis/storage/sqlite_connection.h"
#include "services/chassis/storage/store.h"

namespace potential::storage {

class SqliteTransaction {
 public:
  SqliteTransaction(SqliteConnection& connection, const RandomFunction& random)
      : connection_(connection), random_(random) {}
  SqliteTransaction(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(const SqliteTransaction&) = delete;
  ~SqliteTransaction() { connection_.RollBack(); }

  absl::Status Begin();

  // Runs a write. Its failure is returned; what it had done is undone by the savepoint, or with the
  // transaction.
  absl::Status RunStep(const WriteFunction& write);
  absl::Status RunStepInSavepoint(const WriteFunction& write);

  // Whether the transaction as a whole must be given up: the engine failed in it, even if a write
  // hid that, or a step could not be undone alone.
  bool broken() const { return broken_ || !connection_.failure().ok(); }

  absl::Status Commit();

  // Whether a successful write changed anything.
  bool changed() const { return changed_; }
  // Whether rows of anonymous tables were written.
  bool wrote_anonymous_rows() const { return anonymous_.written(); }

 private:
  SqliteConnection& connection_;
  const RandomFunction& random_;
  AnonymousRows anonymous_;
  bool broken_ = false;
  bool changed_ = false;
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_TRANSACTION_H_

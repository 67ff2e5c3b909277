// A store's file: making it, recognising it, and bringing its tables up to the program's version.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_FILE_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_FILE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/chassis/storage/random.h"
#include "services/chassis/storage/schema.h"
#include "services/chassis/storage/sqlite_connection.h"
#include "services/chassis/storage/store.h"

namespace potential::storage {

// What a store is known by, kept in its file.
struct StoreIdentity {
  std::string incarnation;  // 32 hexadecimal digits
  std::string secret;       // 32 bytes
};

// The connection that writes, on a file that is made if there is none: write-ahead log, every
// commit durable, deleted rows overwritten. `max_pages` limits the file unless it is 0.
// FAILED_PRECONDITION if it is a database of another program, which is left as it is.
absl::StatusOr<std::unique_ptr<SqliteConnection>> OpenForWriting(const std::string& path,
                                                                 int64_t max_pages);
absl::StatusOr<std::unique_ptr<SqliteConnection>> OpenForReading(const std::string& path);

// The identity of the file behind the connection, made now if the file is new.
absl::StatusOr<StoreIdentity> Identify(SqliteConnection& connection, const RandomFunction& random);

// Applies the migrations that the file has not had, each in a transaction of its own together with
// the version. Stops at the first that fails; those before it stay. FAILED_PRECONDITION if the file
// has had more than there are. Leaves the connection without a schema.
absl::Status Migrate(SqliteConnection& connection, const std::vector<Migration>& migrations,
                     const RandomFunction& random);

// Folds the log into the file and cuts it off. False if a reader is in the way for longer than a
// moment: then it stays as it is, and a later call does the rest. Not within a transaction.
absl::StatusOr<bool> CutOffLog(SqliteConnection& connection);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_FILE_H_

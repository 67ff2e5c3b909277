// The embedded engine: one SQLite file, one thread that writes, a few connections that read.
//
//   ASSIGN_OR_RETURN(std::unique_ptr<Store> store,
//                    OpenSqliteStore({.path = "/var/lib/potential/workforce.db"}, kMigrations));
//
// Writes share commits, and every commit is on the disk before anyone hears of it
// (synchronous=FULL). Readers see the last commit and block nobody.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_STORE_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/chassis/storage/random.h"
#include "services/chassis/storage/store.h"

namespace potential::storage {

struct SqliteOptions {
  // The file; made, readable to its owner only, if there is none. Its folder must exist.
  std::string path;
  // Snapshots that can be held at once; one more waits.
  size_t readers = 4;
  // Writes that can wait for a commit, and that share one.
  size_t max_queued_writes = 1024;
  size_t max_batch = 256;
  // Most pages (of 4 KiB) of the file, 0 for as many as the disk takes. Beyond it writes are
  // RESOURCE_EXHAUSTED.
  int64_t max_pages = 0;
  RandomFunction random = SystemRandom();
};

// Opens the file, alone in all processes, and applies the migrations that it has not had.
//
// Errors, the first with a text that names the path:
//   FAILED_PRECONDITION  the file is in use, of another program, of a newer version of this one, or
//   in
//                        a place where it cannot be
//   INVALID_ARGUMENT     the migrations or the options are wrong
//   DATA_LOSS            the file is damaged
//   and whatever a migration's fill returns
absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& options,
                                                       const std::vector<Migration>& migrations);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_STORE_H_

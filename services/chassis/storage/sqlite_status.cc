#include "services/chassis/storage/sqlite_status.h"

#include <sqlite3.h>

#include <cerrno>

namespace potential::storage {

absl::Status SqliteStatus(int code, int system_error) {
  const bool no_space = system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
  switch (code & 0xff) {  // the primary code; the rest is detail
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return absl::OkStatus();
    case SQLITE_FULL:
    case SQLITE_NOMEM:
      return absl::ResourceExhaustedError("the store has no space left");
    case SQLITE_IOERR:
      if (no_space) return absl::ResourceExhaustedError("the store has no space left");
      return absl::InternalError("the store cannot read or write its file");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::DataLossError("the store's file is damaged");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CANTOPEN:
      return absl::UnavailableError("the store's file cannot be reached");
    default:
      return absl::InternalError("the storage engine failed");
  }
}

}  // namespace potential::storage

// The engine's result codes as statuses.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_STATUS_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_STATUS_H_

#include "absl/status/status.h"

namespace potential::storage {

// What a failure means to the callers of a store. `system_error` is the errno behind an I/O error.
// Its text holds nothing of the engine's.
absl::Status SqliteStatus(int code, int system_error);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_STATUS_H_

// The log of the storage engines.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_STORAGE_LOG_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_STORAGE_LOG_H_

#include <string>

namespace potential::storage {

// Writes one line to the process's log: what an engine said, and never a value of a row.
void LogStorageError(const std::string& message);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_STORAGE_LOG_H_

// The model of a store: everything in memory, every answer by direct evaluation, rollups counted
// anew from the rows at each query. Slow where an engine is fast, and plain where it is clever;
// tests compare engines with it. Nothing in it survives it.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_MEMORY_STORE_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_MEMORY_STORE_H_

#include <memory>
#include <vector>

#include "services/chassis/storage/store.h"

namespace potential::storage {

// A store with all migrations applied; nullptr if they are wrong or one's fill fails.
std::unique_ptr<Store> NewMemoryStore(const std::vector<Migration>& migrations);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_MEMORY_STORE_H_

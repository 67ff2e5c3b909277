#include "services/chassis/storage/storage_log.h"

#include <spdlog/spdlog.h>

namespace potential::storage {

void LogStorageError(const std::string& message) { spdlog::error("storage: {}", message); }

}  // namespace potential::storage

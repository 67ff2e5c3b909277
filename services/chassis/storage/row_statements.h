// The statements that change single rows of a SQLite table, without rollups or anonymity.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_ROW_STATEMENTS_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_ROW_STATEMENTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/chassis/storage/sqlite_connection.h"
#include "services/chassis/storage/table.h"

namespace potential::storage {

// The row must have passed CheckRow.
absl::Status PutRow(SqliteConnection& connection, SqliteTable& table,
                    const std::string& organisation, const Row& row);
// False, and nothing done, if there is a row with this id.
absl::StatusOr<bool> InsertRow(SqliteConnection& connection, SqliteTable& table,
                               const std::string& organisation, const Row& row);
absl::Status EraseRow(SqliteConnection& connection, SqliteTable& table,
                      const std::string& organisation, const std::string& id);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_ROW_STATEMENTS_H_

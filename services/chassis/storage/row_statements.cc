#include "services/chassis/storage/row_statements.h"

#include "services/chassis/storage/sql.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::storage {
namespace {

void BindRow(SqliteCursor& cursor, const Table& table, const std::string& organisation,
             const Row& row) {
  cursor.Bind(organisation).Bind(row.id);
  for (size_t i = 0; i < row.values.size(); ++i) cursor.Bind(row.values[i], table.columns[i].type);
}

}  // namespace

absl::Status PutRow(SqliteConnection& connection, SqliteTable& table,
                    const std::string& organisation, const Row& row) {
  ASSIGN_OR_RETURN(SqliteCursor cursor, connection.Use(table.put, PutSql, table.table));
  BindRow(cursor, table.table, organisation, row);
  return cursor.Run();
}

absl::StatusOr<bool> InsertRow(SqliteConnection& connection, SqliteTable& table,
                               const std::string& organisation, const Row& row) {
  ASSIGN_OR_RETURN(SqliteCursor cursor, connection.Use(table.insert, InsertSql, table.table));
  BindRow(cursor, table.table, organisation, row);
  RETURN_IF_ERROR(cursor.Run());
  return connection.Changes() > 0;
}

absl::Status EraseRow(SqliteConnection& connection, SqliteTable& table,
                      const std::string& organisation, const std::string& id) {
  ASSIGN_OR_RETURN(SqliteCursor cursor, connection.Use(table.erase, EraseSql, table.table));
  return cursor.Bind(organisation).Bind(id).Run();
}

}  // namespace potential::storage

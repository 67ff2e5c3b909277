#include "services/chassis/storage/sqlite_connection.h"

#include <sqlite3.h>

#include <cerrno>
#include <utility>

#include "SQLiteCpp/Exception.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/storage/sqlite_status.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/storage/storage_log.h"

namespace potential::storage {
namespace {

// Texts differ by shape only (values are bound), so few are in use at any time.
constexpr size_t kMaxCachedStatements = 128;

std::vector<size_t> Positions(const Table& table, const std::vector<std::string>& names) {
  std::vector<size_t> positions;
  for (const std::string& name : names) positions.push_back(*table.Find(name));
  return positions;
}

std::unique_ptr<SqliteTable> MakeTable(Table table) {
  auto made = std::make_unique<SqliteTable>();
  made->table = std::move(table);
  for (const Rollup& rollup : made->table.rollups) {
    made->rollups.push_back({.rollup = &rollup,
                             .groups = Positions(made->table, rollup.group_by),
                             .sums = Positions(made->table, rollup.sums),
                             .add = nullptr,
                             .erase_empty = nullptr});
  }
  return made;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(const std::string& path,
                                                                         Mode mode) {
  const int flags = SQLite::OPEN_NOMUTEX |
                    (mode == Mode::kReadOnly ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE);
  try {
    SQLite::Database database(path, flags, kBusyTimeoutMs);
    // A misspelt column must be an error, not a string.
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_extended_result_codes(database.getHandle(), 1);
    return std::unique_ptr<SqliteConnection>(new SqliteConnection(std::move(database)));
  } catch (const SQLite::Exception& error) {
    LogStorageError(absl::StrCat("open ", path, ": ", error.what()));
    return SqliteStatus(error.getErrorCode(), 0);
  }
}

void SqliteConnection::UseSchema(const Schema* schema) {
  schema_ = schema;
  tables_.clear();
}

absl::StatusOr<SqliteTable*> SqliteConnection::Find(const Table& table) {
  const auto found = tables_.find(table.name);
  if (found != tables_.end()) {
    for (const auto& known : found->second) {
      if (known->table.columns == table.columns) return known.get();
    }
  }
  ASSIGN_OR_RETURN(Table resolved, schema_->Resolve(table));
  auto& known = tables_[table.name];
  known.push_back(MakeTable(std::move(resolved)));
  return known.back().get();
}

absl::StatusOr<PreparedStatement> SqliteConnection::Compile(const std::string& sql) {
  try {
    return std::make_shared<SQLite::Statement>(database_, sql);
  } catch (const SQLite::Exception& error) {
    return Failure(error.getErrorCode(), sql);
  }
}

absl::StatusOr<SqliteCursor> SqliteConnection::Prepare(const std::string& sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) {
    uses_.splice(uses_.begin(), uses_, found->second.use);
    return SqliteCursor(this, found->second.statement);
  }
  ASSIGN_OR_RETURN(PreparedStatement statement, Compile(sql));
  if (statements_.size() >= kMaxCachedStatements) {
    statements_.erase(uses_.back());
    uses_.pop_back();
  }
  uses_.push_front(sql);
  statements_[sql] = {.statement = statement, .use = uses_.begin()};
  return SqliteCursor(this, std::move(statement));
}

absl::Status SqliteConnection::Run(const std::string& sql) {
  ASSIGN_OR_RETURN(SqliteCursor cursor, Prepare(sql));
  return cursor.Run();
}

absl::StatusOr<Value> SqliteConnection::Ask(const std::string& sql, ColumnType type) {
  ASSIGN_OR_RETURN(SqliteCursor cursor, Prepare(sql));
  ASSIGN_OR_RETURN(const bool found, cursor.Next());
  if (!found) return Value();
  return cursor.Cell(0, type);
}

bool SqliteConnection::InTransaction() const {
  return sqlite3_get_autocommit(database_.getHandle()) == 0;
}

void SqliteConnection::RollBack() {
  // It can fail only if it is over already, which is what was wanted, or on a damaged file, which
  // the next transaction reports.
  if (InTransaction()) (void)Run("ROLLBACK");
}

absl::Status SqliteConnection::Failure(int code, const std::string& doing) {
  // The engine keeps the cause of an I/O error, except of a COMMIT's, which is still to be had
  // here.
  const bool committing = doing == "COMMIT";
  const int cause = committing ? errno : sqlite3_system_errno(database_.getHandle());
  const char* message = sqlite3_errmsg(database_.getHandle());
  LogStorageError(absl::StrCat(message, " (", code, ", ", cause, "): ", doing));
  absl::Status status = SqliteStatus(code, cause);
  if (failure_.ok()) failure_ = status;
  return status;
}

}  // namespace potential::storage

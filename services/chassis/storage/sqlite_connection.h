// One connection to a SQLite file, with its prepared statements. The only place that meets the
// engine's exceptions, result codes and messages: above it there are statuses, and what the engine
// said is in the log.
//
// Owned by one reader lease or by the writer, and used by one thread at a time.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_CONNECTION_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_CONNECTION_H_

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "SQLiteCpp/Database.h"
#include "SQLiteCpp/Statement.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/chassis/storage/schema.h"
#include "services/chassis/storage/sqlite_cursor.h"
#include "services/chassis/storage/table.h"

namespace potential::storage {

// How long a connection waits for another that is in its way.
inline constexpr int kBusyTimeoutMs = 5000;

using PreparedStatement = std::shared_ptr<SQLite::Statement>;

// A caller's table as this connection serves it: resolved against the schema once, its everyday
// statements prepared at their first use.
struct SqliteTable {
  struct RollupColumns {
    const Rollup* rollup;
    std::vector<size_t> groups;  // positions in table.columns
    std::vector<size_t> sums;
    PreparedStatement add, erase_empty;
  };
  Table table;
  std::vector<RollupColumns> rollups;
  PreparedStatement get, insert, put, erase;
};

class SqliteConnection {
 public:
  enum class Mode { kReadOnly, kReadWrite };

  // The file must exist (it may be empty). DATA_LOSS if it is damaged or of another kind.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& path, Mode mode);

  // What tables are resolved against; must outlive its use here. Forgets tables resolved before.
  void UseSchema(const Schema* schema);

  // The table, resolved. INVALID_ARGUMENT if the schema does not know it. Valid until UseSchema.
  absl::StatusOr<SqliteTable*> Find(const Table& table);

  // The statement, from the cache if it was prepared before.
  absl::StatusOr<SqliteCursor> Prepare(const std::string& sql);

  // The statement in `slot`, made from MakeSql(table, ...) if there is none yet.
  template <typename MakeSql, typename... Arguments>
  absl::StatusOr<SqliteCursor> Use(PreparedStatement& slot, MakeSql make_sql,
                                   const Arguments&... arguments) {
    if (slot == nullptr) {
      absl::StatusOr<PreparedStatement> made = Compile(make_sql(arguments...));
      if (!made.ok()) return made.status();
      slot = *std::move(made);
    }
    return SqliteCursor(this, slot);
  }

  // Runs a statement of fixed text that takes and returns nothing.
  absl::Status Run(const std::string& sql);

  // The first column of the first row of a statement of fixed text.
  absl::StatusOr<Value> Ask(const std::string& sql, ColumnType type);

  // Whether a transaction is open. The engine ends one of itself after some failures.
  bool InTransaction() const;
  // Ends the transaction if one is open, undoing it.
  void RollBack();

  // Rows changed by the last statement, and by all so far.
  int64_t Changes() const { return database_.getChanges(); }
  int64_t TotalChanges() const { return database_.getTotalChanges(); }

  // Logs what the engine says of its last failure, remembers that there was one, and turns it into
  // a status that says nothing of it.
  absl::Status Failure(int code, const std::string& doing);
  // The first failure since it was last forgotten; OK if none.
  const absl::Status& failure() const { return failure_; }
  void ForgetFailure() { failure_ = absl::OkStatus(); }

 private:
  struct CachedStatement {
    PreparedStatement statement;
    std::list<std::string>::iterator use;
  };

  explicit SqliteConnection(SQLite::Database database) : database_(std::move(database)) {}
  absl::StatusOr<PreparedStatement> Compile(const std::string& sql);

  SQLite::Database database_;
  const Schema* schema_ = nullptr;
  // By table name; more than one where callers order the columns differently.
  absl::flat_hash_map<std::string, std::vector<std::unique_ptr<SqliteTable>>> tables_;
  std::list<std::string> uses_;  // texts of cached statements, the latest used first
  absl::flat_hash_map<std::string, CachedStatement> statements_;
  absl::Status failure_;
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_CONNECTION_H_

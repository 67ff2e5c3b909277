#include "services/chassis/storage/sqlite_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/storage/sql_schema.h"
#include "services/chassis/storage/sqlite_transaction.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::storage {
namespace {

// In the file's header, so that tools and we know whose file it is: "POTN".
constexpr int64_t kApplicationId = 0x504f544e;

constexpr const char* kWriterSettings[] = {
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA wal_autocheckpoint = 4000",      // pages: 16 MiB, in one go while writes wait
    "PRAGMA journal_size_limit = 67108864",  // bytes left to the log after a checkpoint
    "PRAGMA cache_size = -20480",            // KiB, when it is needed
};
constexpr const char* kReaderSettings[] = {
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -4096",  // KiB
};

// The engine would make the file readable to all. A file that is there is not opened: closing it
// here would drop the locks that a connection of this process has on it.
absl::Status CreateIfMissing(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    close(descriptor);
  } else if (errno != EEXIST) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make the file: ", std::strerror(errno)));
  }
  return absl::OkStatus();
}

absl::Status Set(SqliteConnection& connection, const std::string& setting) {
  return connection.Ask(setting, ColumnType::kText).status();
}

absl::StatusOr<int64_t> AskNumber(SqliteConnection& connection, const std::string& sql) {
  ASSIGN_OR_RETURN(const Value value, connection.Ask(sql, ColumnType::kInteger));
  const auto* number = std::get_if<int64_t>(&value);
  return number == nullptr ? 0 : *number;
}

absl::StatusOr<bool> IsNew(SqliteConnection& connection) {
  ASSIGN_OR_RETURN(const int64_t parts,
                   AskNumber(connection, "SELECT count(*) FROM \"sqlite_schema\""));
  return parts == 0;
}

absl::Status CheckOwner(SqliteConnection& connection) {
  ASSIGN_OR_RETURN(const int64_t application, AskNumber(connection, "PRAGMA application_id"));
  ASSIGN_OR_RETURN(const bool is_new, IsNew(connection));
  if (application == kApplicationId || (application == 0 && is_new)) return absl::OkStatus();
  return absl::FailedPreconditionError("the file is a database of another program");
}

absl::StatusOr<std::string> AskMeta(SqliteConnection& connection, const std::string& key) {
  ASSIGN_OR_RETURN(SqliteCursor cursor,
                   connection.Prepare("SELECT \"value\" FROM \"store_meta\" WHERE \"key\" = ?"));
  ASSIGN_OR_RETURN(const bool found, cursor.Bind(key).Next());
  if (!found) return absl::DataLossError("the store's file has lost its identity");
  return std::get<std::string>(cursor.Cell(0, ColumnType::kBlob));
}

absl::Status SetMeta(SqliteConnection& connection, const std::string& key,
                     const std::string& value) {
  ASSIGN_OR_RETURN(SqliteCursor cursor,
                   connection.Prepare("INSERT INTO \"store_meta\" VALUES (?, ?)"));
  const Value bytes = value;
  return cursor.Bind(key).Bind(bytes, ColumnType::kBlob).Run();
}

absl::Status MakeIdentity(SqliteConnection& connection, const RandomFunction& random) {
  SqliteTransaction transaction(connection, random);
  RETURN_IF_ERROR(transaction.Begin());
  RETURN_IF_ERROR(connection.Run(
      "CREATE TABLE \"store_meta\" (\"key\" TEXT NOT NULL PRIMARY KEY, \"value\" BLOB NOT NULL)"
      " STRICT, WITHOUT ROWID"));
  RETURN_IF_ERROR(
      SetMeta(connection, "incarnation", absl::BytesToHexString(RandomBytes(random, 16))));
  RETURN_IF_ERROR(SetMeta(connection, "secret", RandomBytes(random, 32)));
  RETURN_IF_ERROR(Set(connection, absl::StrCat("PRAGMA application_id = ", kApplicationId)));
  return transaction.Commit();
}

// What the migration does to the tables, from one schema to the next.
std::vector<std::string> StatementsOf(const Migration& migration, const Schema& before,
                                      const Schema& after) {
  std::vector<const Table*> tables;
  for (const Migration::AddColumn& addition : migration.add) {
    const Table* table = after.Find(addition.table);
    if (std::find(tables.begin(), tables.end(), table) == tables.end()) tables.push_back(table);
  }
  std::vector<std::string> statements;
  for (const std::string& name : migration.drop) {
    for (std::string& statement : DropTableSql(*before.Find(name))) {
      statements.push_back(std::move(statement));
    }
  }
  for (std::string& statement : MigrationSql(migration, tables)) {
    statements.push_back(std::move(statement));
  }
  return statements;
}

absl::Status RunMigration(SqliteConnection& connection, const Migration& migration,
                          const Schema& before, const Schema& after, const RandomFunction& random) {
  SqliteTransaction transaction(connection, random);
  RETURN_IF_ERROR(transaction.Begin());
  for (const std::string& statement : StatementsOf(migration, before, after)) {
    RETURN_IF_ERROR(connection.Run(statement));
  }
  connection.UseSchema(&after);
  if (migration.fill) RETURN_IF_ERROR(transaction.RunStep(migration.fill));
  RETURN_IF_ERROR(Set(connection, absl::StrCat("PRAGMA user_version = ", migration.version)));
  return transaction.Commit();
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteConnection>> OpenForWriting(const std::string& path,
                                                                 int64_t max_pages) {
  RETURN_IF_ERROR(CreateIfMissing(path));
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> connection,
                   SqliteConnection::Open(path, SqliteConnection::Mode::kReadWrite));
  RETURN_IF_ERROR(CheckOwner(*connection));
  ASSIGN_OR_RETURN(const Value mode,
                   connection->Ask("PRAGMA journal_mode = WAL", ColumnType::kText));
  if (mode != Value("wal")) {
    return absl::FailedPreconditionError(
        "the file is on a file system that cannot hold a write-ahead log");
  }
  for (const char* setting : kWriterSettings) RETURN_IF_ERROR(Set(*connection, setting));
  if (max_pages > 0) {
    RETURN_IF_ERROR(Set(*connection, absl::StrCat("PRAGMA max_page_count = ", max_pages)));
  }
  return connection;
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> OpenForReading(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> connection,
                   SqliteConnection::Open(path, SqliteConnection::Mode::kReadOnly));
  for (const char* setting : kReaderSettings) RETURN_IF_ERROR(Set(*connection, setting));
  return connection;
}

absl::StatusOr<StoreIdentity> Identify(SqliteConnection& connection, const RandomFunction& random) {
  ASSIGN_OR_RETURN(const bool is_new, IsNew(connection));
  if (is_new) RETURN_IF_ERROR(MakeIdentity(connection, random));
  StoreIdentity identity;
  ASSIGN_OR_RETURN(identity.incarnation, AskMeta(connection, "incarnation"));
  ASSIGN_OR_RETURN(identity.secret, AskMeta(connection, "secret"));
  return identity;
}

absl::StatusOr<bool> CutOffLog(SqliteConnection& connection) {
  // Writes wait meanwhile, so it may not wait for long.
  constexpr int kMomentMs = 100;
  RETURN_IF_ERROR(Set(connection, absl::StrCat("PRAGMA busy_timeout = ", kMomentMs)));
  // The first cell is 1 if somebody was in the way.
  const absl::StatusOr<int64_t> busy = AskNumber(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
  RETURN_IF_ERROR(Set(connection, absl::StrCat("PRAGMA busy_timeout = ", kBusyTimeoutMs)));
  if (!busy.ok()) return busy.status();
  return *busy == 0;
}

absl::Status Migrate(SqliteConnection& connection, const std::vector<Migration>& migrations,
                     const RandomFunction& random) {
  RETURN_IF_ERROR(Schema::Of(migrations).status());
  ASSIGN_OR_RETURN(const int64_t version, AskNumber(connection, "PRAGMA user_version"));
  if (version > static_cast<int64_t>(migrations.size())) {
    return absl::FailedPreconditionError(
        absl::StrCat("the file has version ", version, " and the program knows versions up to ",
                     migrations.size(), " only: a newer program has written it"));
  }
  Schema schema;
  for (const Migration& migration : migrations) {
    const Schema before = schema;
    RETURN_IF_ERROR(schema.Apply(migration));
    if (migration.version <= version) continue;
    const absl::Status status = RunMigration(connection, migration, before, schema, random);
    connection.UseSchema(nullptr);
    RETURN_IF_ERROR(status);
  }
  return absl::OkStatus();
}

}  // namespace potential::storage

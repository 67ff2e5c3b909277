// Reads over a SQLite connection, and the snapshots that Store::Read hands out.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_READER_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_READER_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/chassis/storage/reader_pool.h"
#include "services/chassis/storage/sqlite_connection.h"
#include "services/chassis/storage/store.h"

namespace potential::storage {

// Reads in whatever transaction is open on the connection, which must outlive this.
class SqliteReader {
 public:
  explicit SqliteReader(SqliteConnection& connection) : connection_(connection) {}

  absl::StatusOr<std::optional<Row>> Get(SqliteTable& table, const std::string& organisation,
                                         const std::string& id);
  // How the row with this row's id stands to it: `different` is that row if it is another. A row
  // that is the same is not copied.
  struct Comparison {
    bool found = false;
    std::optional<Row> different = {};
  };
  absl::StatusOr<Comparison> Compare(SqliteTable& table, const std::string& organisation,
                                     const Row& row);
  absl::StatusOr<std::vector<Row>> Select(const SqliteTable& table, const std::string& organisation,
                                          const Query& query);
  absl::StatusOr<std::vector<RollupRow>> SelectRollup(const SqliteTable& table,
                                                      const std::string& rollup,
                                                      const std::string& organisation,
                                                      const RollupQuery& query);
  absl::StatusOr<std::vector<std::string>> Organisations(const SqliteTable& table);

 private:
  SqliteConnection& connection_;
};

// A connection of the pool in its transaction; the pool gets it back with the snapshot's end.
class SqliteSnapshot : public TableReader {
 public:
  // Waits for a connection, and pins the state that it sees.
  static absl::StatusOr<std::unique_ptr<TableReader>> Take(std::shared_ptr<ReaderPool> pool);
  ~SqliteSnapshot() override;

  absl::StatusOr<std::optional<Row>> Get(const Table& table, const std::string& organisation,
                                         const std::string& id) override;
  absl::StatusOr<std::vector<Row>> Select(const Table& table, const std::string& organisation,
                                          const Query& query) override;
  absl::StatusOr<std::vector<RollupRow>> SelectRollup(const Table& table, const std::string& rollup,
                                                      const std::string& organisation,
                                                      const RollupQuery& query) override;
  absl::StatusOr<std::vector<std::string>> Organisations(const Table& table) override;

 private:
  SqliteSnapshot(std::shared_ptr<ReaderPool> pool, ReaderPool::Lent lent)
      : pool_(std::move(pool)), lent_(std::move(lent)), reader_(*lent_.connection) {}

  const std::shared_ptr<ReaderPool> pool_;
  ReaderPool::Lent lent_;
  SqliteReader reader_;
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_READER_H_

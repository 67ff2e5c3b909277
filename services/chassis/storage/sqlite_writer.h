// One caller's write inside a SQLite transaction.
//
// Lives for one run of a WriteFunction, on the writer thread. Rollup changes wait in memory until
// Finish or until a rollup is read; rows of anonymous tables wait for the end of the transaction.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_WRITER_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_WRITER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/chassis/storage/anonymous_rows.h"
#include "services/chassis/storage/random.h"
#include "services/chassis/storage/rollup_deltas.h"
#include "services/chassis/storage/sqlite_connection.h"
#include "services/chassis/storage/sqlite_reader.h"
#include "services/chassis/storage/store.h"

namespace potential::storage {

class SqliteWriter : public TableWriter {
 public:
  // `earlier` are the anonymous rows of earlier writes of the same transaction.
  SqliteWriter(SqliteConnection& connection, const RandomFunction& random, AnonymousRows& earlier)
      : connection_(connection), random_(random), earlier_(earlier), reader_(connection) {}

  absl::StatusOr<std::optional<Row>> Get(const Table& table, const std::string& organisation,
                                         const std::string& id) override;
  absl::StatusOr<std::vector<Row>> Select(const Table& table, const std::string& organisation,
                                          const Query& query) override;
  absl::StatusOr<std::vector<RollupRow>> SelectRollup(const Table& table, const std::string& rollup,
                                                      const std::string& organisation,
                                                      const RollupQuery& query) override;
  absl::StatusOr<std::vector<std::string>> Organisations(const Table& table) override;

  absl::Status Put(const Table& table, const std::string& organisation, const Row& row) override;
  absl::Status Erase(const Table& table, const std::string& organisation,
                     const std::string& id) override;
  absl::StatusOr<UpsertCounts> Upsert(const Table& table, const std::string& organisation,
                                      absl::Span<const Row> rows) override;

  // Writes what waits for the end of a successful write, and hands its anonymous rows on to the
  // transaction.
  absl::Status Finish();

  // Whether this write wrote out earlier writes' anonymous rows, so that undoing it would undo
  // them.
  bool wrote_earlier_rows() const { return wrote_earlier_rows_; }
  // Whether anything changed. Meaningful after Finish.
  bool changed() const { return changed_; }

 private:
  absl::StatusOr<std::optional<Row>> Find(SqliteTable& table, const std::string& organisation,
                                          const std::string& id);
  absl::Status PutInto(SqliteTable& table, const std::string& organisation, const Row& row);
  // Adds the outcome to `counts`. `seems_new`: what to try first, from row to row.
  absl::Status UpsertOne(SqliteTable& table, const std::string& organisation, const Row& row,
                         bool& seems_new, UpsertCounts& counts);
  absl::Status UpsertAnonymous(SqliteTable& table, const std::string& organisation, const Row& row,
                               UpsertCounts& counts);
  // Reads that range over a table must find its waiting rows in the file.
  absl::Status WriteWaitingRows(const SqliteTable& table);

  SqliteConnection& connection_;
  const RandomFunction& random_;
  AnonymousRows& earlier_;
  AnonymousRows own_;
  RollupDeltas rollups_;
  SqliteReader reader_;
  const int64_t changes_before_ = connection_.TotalChanges();
  bool wrote_earlier_rows_ = false;
  bool changed_ = false;
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_WRITER_H_

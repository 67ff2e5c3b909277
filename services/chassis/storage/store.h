// The storage seam. Everything above it speaks of tables and transactions; everything below it is
// one engine. Two engines stand below: SqliteStore (one file, embedded) and MemoryStore (the model
// that tests compare an engine with). One conformance suite, store_conformance.h, runs on each.
//
//   store->Write([](TableWriter& writer) { return writer.Put(kPosts, "swlstg", row); },
//                [](absl::Status status) { ... });   // called when the write is durable
//
//   ASSIGN_OR_RETURN(std::unique_ptr<TableReader> snapshot, store->Read());
//   ASSIGN_OR_RETURN(std::optional<Row> row, snapshot->Get(kPosts, "swlstg", "a1b2"));
//
// Errors of every operation:
//   INVALID_ARGUMENT     a table, column or value that the schema does not know: a defect above
//   RESOURCE_EXHAUSTED   disk full, or the write queue is full; the store goes on working
//   UNAVAILABLE          the store is closing, or the engine cannot be reached for now
//   DATA_LOSS            the file is damaged
//   INTERNAL             anything else of the engine
// Engine messages are logged by the engine and never part of a status.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_STORE_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_STORE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/chassis/storage/table.h"

namespace potential::storage {

// Reads of one snapshot: all calls see the same committed state, however long it is held. For one
// thread at a time. Holding a snapshot blocks no writer, but keeps old pages alive: release it
// soon.
class TableReader {
 public:
  virtual ~TableReader() = default;

  // The row, or nullopt.
  virtual absl::StatusOr<std::optional<Row>> Get(const Table& table,
                                                 const std::string& organisation,
                                                 const std::string& id) = 0;

  // Rows that match, in order, at most query.limit.
  virtual absl::StatusOr<std::vector<Row>> Select(const Table& table,
                                                  const std::string& organisation,
                                                  const Query& query) = 0;

  // Groups of the table's rollup of this name, ordered by group. Cost grows with the number of
  // groups, not of rows.
  virtual absl::StatusOr<std::vector<RollupRow>> SelectRollup(const Table& table,
                                                              const std::string& rollup,
                                                              const std::string& organisation,
                                                              const RollupQuery& query) = 0;

  // Organisations that have at least one row in the table, ascending.
  virtual absl::StatusOr<std::vector<std::string>> Organisations(const Table& table) = 0;
};

// One transaction: reads see its own writes. Valid only inside the WriteFunction, on its thread.
class TableWriter : public TableReader {
 public:
  // Inserts the row or replaces the one with the same id. Rollups follow.
  virtual absl::Status Put(const Table& table, const std::string& organisation, const Row& row) = 0;

  // Removes the row; OK if there is none. Rollups follow.
  virtual absl::Status Erase(const Table& table, const std::string& organisation,
                             const std::string& id) = 0;

  // Puts many rows and says how many were new, different, or the same as before. A row that is the
  // same writes nothing. If an id stands twice in `rows`, the later one wins.
  virtual absl::StatusOr<UpsertCounts> Upsert(const Table& table, const std::string& organisation,
                                              absl::Span<const Row> rows) = 0;
};

// A step from one version of the schema to the next, applied in one transaction with the version's
// bump. Never changed once released. Steps run in the order of the members.
struct Migration {
  int version;        // 1, 2, 3, ... without gap
  std::string title;  // what it is for, in the log
  // Tables that nothing uses any more; their rows, indexes and rollups go with them.
  std::vector<std::string> drop = {};
  std::vector<Table> create = {};
  struct AddColumn {
    std::string table;
    Column column;  // null in the rows that exist
    std::vector<std::vector<std::string>> indexes = {};
  };
  std::vector<AddColumn> add = {};
  // Fills what the steps above made, through the tables as they stand after them.
  std::function<absl::Status(TableWriter&)> fill = {};
};

// A transaction's body. It may run more than once (a failed batch is retried member by member), so
// it changes nothing but the writer and what it alone owns, and starts afresh each time. A status
// that is not OK undoes this write alone and is handed on to the DoneFunction.
using WriteFunction = std::function<absl::Status(TableWriter&)>;
// Called once, on the writer thread, after the commit (or the undoing) is durable. Must not block
// and must not call Write on the same store synchronously waiting for it.
using DoneFunction = std::function<void(absl::Status)>;

// A set of tables that commits atomically and durably. Thread-safe. Writes are applied in the order
// of the calls to Write; many callers share one commit (group commit), each in its own savepoint.
class Store {
 public:
  virtual ~Store() = default;  // waits for the writes that were accepted

  // Queues a write. If the queue is full or the store is closing, `done` is called at once, on the
  // caller's thread, with RESOURCE_EXHAUSTED or UNAVAILABLE.
  virtual void Write(WriteFunction write, DoneFunction done) = 0;

  // A snapshot of the last commit. May wait for a free reader.
  virtual absl::StatusOr<std::unique_ptr<TableReader>> Read() = 0;

  // Calls `listener` after each commit that changed something, on the writer thread; it must not
  // block. Set once, before the first Write.
  virtual void SetCommitListener(std::function<void()> listener) = 0;

  // Identifies this store's data for as long as it lives; another after it was made anew. 16 bytes
  // hex.
  virtual const std::string& Incarnation() const = 0;

  // A secret of this store, 32 bytes, for signing tokens; never leaves the process.
  virtual const std::string& Secret() const = 0;
};

// Write, and wait until it is durable. Never on the store's own writer thread.
absl::Status WriteAndWait(Store& store, WriteFunction write);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_STORE_H_

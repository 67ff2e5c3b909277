#include "services/chassis/storage/sqlite_writer.h"

#include <algorithm>
#include <utility>

#include "services/chassis/storage/checks.h"
#include "services/chassis/storage/row_statements.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::storage {
namespace {

// The rows in the order of their ids, which is the order of the tree they go into; of rows with the
// same id only the last.
std::vector<const Row*> InTreeOrder(absl::Span<const Row> rows) {
  std::vector<const Row*> order;
  order.reserve(rows.size());
  for (const Row& row : rows) order.push_back(&row);
  const auto in_order = [](const Row& a, const Row& b) { return a.id >= b.id; };
  if (std::adjacent_find(rows.begin(), rows.end(), in_order) == rows.end()) return order;
  std::sort(order.begin(), order.end(), [](const Row* a, const Row* b) {
    const int compared = a->id.compare(b->id);
    return compared != 0 ? compared < 0 : a > b;  // neighbours in `rows`: the later first
  });
  const auto same_id = [](const Row* a, const Row* b) { return a->id == b->id; };
  order.erase(std::unique(order.begin(), order.end(), same_id), order.end());
  return order;
}

}  // namespace

absl::StatusOr<std::optional<Row>> SqliteWriter::Get(const Table& table,
                                                     const std::string& organisation,
                                                     const std::string& id) {
  ASSIGN_OR_RETURN(SqliteTable * known, connection_.Find(table));
  return Find(*known, organisation, id);
}

absl::StatusOr<std::optional<Row>> SqliteWriter::Find(SqliteTable& table,
                                                      const std::string& organisation,
                                                      const std::string& id) {
  if (table.table.anonymous) {
    if (auto row = own_.Find(table, organisation, id)) return *std::move(row);
    if (auto row = earlier_.Find(table, organisation, id)) return *std::move(row);
  }
  return reader_.Get(table, organisation, id);
}

absl::StatusOr<std::vector<Row>> SqliteWriter::Select(const Table& table,
                                                      const std::string& organisation,
                                                      const Query& query) {
  ASSIGN_OR_RETURN(SqliteTable * known, connection_.Find(table));
  RETURN_IF_ERROR(WriteWaitingRows(*known));
  return reader_.Select(*known, organisation, query);
}

absl::StatusOr<std::vector<RollupRow>> SqliteWriter::SelectRollup(const Table& table,
                                                                  const std::string& rollup,
                                                                  const std::string& organisation,
                                                                  const RollupQuery& query) {
  ASSIGN_OR_RETURN(SqliteTable * known, connection_.Find(table));
  RETURN_IF_ERROR(rollups_.Flush(connection_));
  return reader_.SelectRollup(*known, rollup, organisation, query);
}

absl::StatusOr<std::vector<std::string>> SqliteWriter::Organisations(const Table& table) {
  ASSIGN_OR_RETURN(SqliteTable * known, connection_.Find(table));
  RETURN_IF_ERROR(WriteWaitingRows(*known));
  return reader_.Organisations(*known);
}

absl::Status SqliteWriter::Put(const Table& table, const std::string& organisation,
                               const Row& row) {
  ASSIGN_OR_RETURN(SqliteTable * known, connection_.Find(table));
  RETURN_IF_ERROR(CheckRow(known->table, row));
  return PutInto(*known, organisation, row);
}

absl::Status SqliteWriter::PutInto(SqliteTable& table, const std::string& organisation,
                                   const Row& row) {
  if (table.table.anonymous) {
    own_.Put(table, organisation, row);
    return absl::OkStatus();
  }
  if (!table.rollups.empty()) {
    ASSIGN_OR_RETURN(const std::optional<Row> old, reader_.Get(table, organisation, row.id));
    if (old) rollups_.Remove(table, organisation, old->values);
    rollups_.Add(table, organisation, row.values);
  }
  return PutRow(connection_, table, organisation, row);
}

absl::Status SqliteWriter::Erase(const Table& table, const std::string& organisation,
                                 const std::string& id) {
  ASSIGN_OR_RETURN(SqliteTable * known, connection_.Find(table));
  if (known->table.anonymous) {
    ASSIGN_OR_RETURN(const std::optional<Row> old, Find(*known, organisation, id));
    if (old) own_.Erase(*known, organisation, id);
    return absl::OkStatus();
  }
  if (!known->rollups.empty()) {
    ASSIGN_OR_RETURN(const std::optional<Row> old, reader_.Get(*known, organisation, id));
    if (!old) return absl::OkStatus();
    rollups_.Remove(*known, organisation, old->values);
  }
  return EraseRow(connection_, *known, organisation, id);
}

absl::StatusOr<UpsertCounts> SqliteWriter::Upsert(const Table& table,
                                                  const std::string& organisation,
                                                  absl::Span<const Row> rows) {
  ASSIGN_OR_RETURN(SqliteTable * known, connection_.Find(table));
  for (const Row& row : rows) RETURN_IF_ERROR(CheckRow(known->table, row));
  UpsertCounts counts;
  bool seems_new = true;
  for (const Row* row : InTreeOrder(rows)) {
    RETURN_IF_ERROR(UpsertOne(*known, organisation, *row, seems_new, counts));
  }
  return counts;
}

absl::Status SqliteWriter::UpsertOne(SqliteTable& table, const std::string& organisation,
                                     const Row& row, bool& seems_new, UpsertCounts& counts) {
  if (table.table.anonymous) return UpsertAnonymous(table, organisation, row, counts);
  // A new row is looked for once if the engine may insert at once; one that is there, if it is read
  // at once. Neighbours are mostly alike.
  if (seems_new) {
    ASSIGN_OR_RETURN(const bool inserted, InsertRow(connection_, table, organisation, row));
    if (inserted) {
      ++counts.inserted;
      rollups_.Add(table, organisation, row.values);
      return absl::OkStatus();
    }
  }
  ASSIGN_OR_RETURN(const SqliteReader::Comparison stored,
                   reader_.Compare(table, organisation, row));
  seems_new = !stored.found;
  if (stored.found && !stored.different) {
    ++counts.unchanged;
    return absl::OkStatus();
  }
  ++(stored.found ? counts.updated : counts.inserted);
  if (stored.found) rollups_.Remove(table, organisation, stored.different->values);
  rollups_.Add(table, organisation, row.values);
  return PutRow(connection_, table, organisation, row);
}

absl::Status SqliteWriter::UpsertAnonymous(SqliteTable& table, const std::string& organisation,
                                           const Row& row, UpsertCounts& counts) {
  ASSIGN_OR_RETURN(const std::optional<Row> old, Find(table, organisation, row.id));
  if (old && old->values == row.values) {
    ++counts.unchanged;
    return absl::OkStatus();
  }
  ++(old ? counts.updated : counts.inserted);
  return PutInto(table, organisation, row);
}

absl::Status SqliteWriter::WriteWaitingRows(const SqliteTable& table) {
  if (!table.table.anonymous) return absl::OkStatus();
  wrote_earlier_rows_ = wrote_earlier_rows_ || !earlier_.empty();
  earlier_.Join(std::move(own_));
  return earlier_.Flush(connection_, random_);
}

absl::Status SqliteWriter::Finish() {
  RETURN_IF_ERROR(rollups_.Flush(connection_));
  changed_ = !own_.empty() || connection_.TotalChanges() != changes_before_;
  earlier_.Join(std::move(own_));
  return absl::OkStatus();
}

}  // namespace potential::storage

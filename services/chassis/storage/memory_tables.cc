#include "services/chassis/storage/memory_tables.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/checks.h"
#include "services/chassis/storage/evaluate.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::storage {
namespace {

Row RowOf(const Table& table, const std::string& id, const MemoryState::Cells& cells) {
  Row row = {.id = id, .values = {}};
  for (const Column& column : table.columns) {
    const auto cell = cells.find(column.name);
    row.values.push_back(cell == cells.end() ? Value() : cell->second);
  }
  return row;
}

MemoryState::Cells CellsOf(const Table& table, const Row& row) {
  MemoryState::Cells cells;
  for (size_t i = 0; i < row.values.size(); ++i) cells[table.columns[i].name] = row.values[i];
  return cells;
}

Row Project(const Table& table, const std::vector<std::string>& projection, const Row& row) {
  if (projection.empty()) return row;
  Row projected = {.id = row.id, .values = {}};
  for (const std::string& column : projection) {
    projected.values.push_back(row.values[*table.Find(column)]);
  }
  return projected;
}

double AsReal(const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return static_cast<double>(*integer);
  const auto* real = std::get_if<double>(&value);
  return real == nullptr ? 0 : *real;
}

}  // namespace

std::vector<Row> MemoryTransaction::AllRows(const Table& table,
                                            const std::string& organisation) const {
  std::vector<Row> rows;
  const auto found = state_.rows.find({table.name, organisation});
  if (found == state_.rows.end()) return rows;
  for (const auto& [id, cells] : *found->second) rows.push_back(RowOf(table, id, cells));
  return rows;
}

std::optional<Row> MemoryTransaction::Find(const Table& table, const std::string& organisation,
                                           const std::string& id) const {
  const auto rows = state_.rows.find({table.name, organisation});
  if (rows == state_.rows.end()) return std::nullopt;
  const auto cells = rows->second->find(id);
  if (cells == rows->second->end()) return std::nullopt;
  return RowOf(table, id, cells->second);
}

MemoryState::Rows& MemoryTransaction::Change(const Table& table, const std::string& organisation) {
  const MemoryState::Key key = {table.name, organisation};
  std::shared_ptr<MemoryState::Rows>& copy = copies_[key];
  if (copy == nullptr) {
    std::shared_ptr<const MemoryState::Rows>& rows = state_.rows[key];
    copy = rows == nullptr ? std::make_shared<MemoryState::Rows>()
                           : std::make_shared<MemoryState::Rows>(*rows);
    rows = copy;
  }
  return *copy;
}

absl::StatusOr<std::optional<Row>> MemoryTransaction::Get(const Table& table,
                                                          const std::string& organisation,
                                                          const std::string& id) {
  RETURN_IF_ERROR(schema_->Resolve(table).status());
  return Find(table, organisation, id);
}

absl::StatusOr<std::vector<Row>> MemoryTransaction::Select(const Table& table,
                                                           const std::string& organisation,
                                                           const Query& query) {
  RETURN_IF_ERROR(schema_->Resolve(table).status());
  RETURN_IF_ERROR(CheckQuery(table, query));
  std::vector<Row> matching;
  for (Row& row : AllRows(table, organisation)) {
    if (Matches(table, row, query.where) && LiesAfter(table, query, row)) {
      matching.push_back(std::move(row));
    }
  }
  const std::vector<Order> keys = SortKeys(query);
  std::sort(matching.begin(), matching.end(),
            [&](const Row& a, const Row& b) { return SortsBefore(table, keys, a, b); });
  std::vector<Row> rows;
  for (const Row& row : matching) {
    if (static_cast<int64_t>(rows.size()) == query.limit) break;
    rows.push_back(Project(table, query.projection, row));
  }
  return rows;
}

absl::StatusOr<std::vector<RollupRow>> MemoryTransaction::SelectRollup(
    const Table& table, const std::string& rollup, const std::string& organisation,
    const RollupQuery& query) {
  ASSIGN_OR_RETURN(const Table known, schema_->Resolve(table));
  const Rollup* found = FindRollup(known, rollup);
  if (found == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("table ", table.name, " has no rollup ", rollup));
  }
  RETURN_IF_ERROR(CheckRollupQuery(known, *found, query));
  std::map<std::vector<Value>, RollupRow, ValuesLess> groups;
  for (const Row& row : AllRows(known, organisation)) {
    if (!Matches(known, row, query.where)) continue;
    const std::vector<Value> group =
        query.group_by.empty() ? std::vector<Value>() : Project(known, query.group_by, row).values;
    RollupRow& total = groups[group];
    total.group = group;
    ++total.count;
    total.sums.resize(found->sums.size());
    for (size_t i = 0; i < found->sums.size(); ++i) {
      total.sums[i] += AsReal(row.values[*known.Find(found->sums[i])]);
    }
  }
  std::vector<RollupRow> rows;
  for (auto& [group, row] : groups) rows.push_back(std::move(row));
  return rows;
}

absl::StatusOr<std::vector<std::string>> MemoryTransaction::Organisations(const Table& table) {
  RETURN_IF_ERROR(schema_->Resolve(table).status());
  std::vector<std::string> organisations;
  for (const auto& [key, rows] : state_.rows) {
    if (key.first == table.name && !rows->empty()) organisations.push_back(key.second);
  }
  return organisations;
}

absl::Status MemoryTransaction::Put(const Table& table, const std::string& organisation,
                                    const Row& row) {
  ASSIGN_OR_RETURN(const Table known, schema_->Resolve(table));
  RETURN_IF_ERROR(CheckRow(known, row));
  Change(table, organisation)[row.id] = CellsOf(table, row);
  return absl::OkStatus();
}

absl::Status MemoryTransaction::Erase(const Table& table, const std::string& organisation,
                                      const std::string& id) {
  RETURN_IF_ERROR(schema_->Resolve(table).status());
  if (Find(table, organisation, id)) Change(table, organisation).erase(id);
  return absl::OkStatus();
}

absl::StatusOr<UpsertCounts> MemoryTransaction::Upsert(const Table& table,
                                                       const std::string& organisation,
                                                       absl::Span<const Row> rows) {
  ASSIGN_OR_RETURN(const Table known, schema_->Resolve(table));
  std::map<std::string, const Row*> latest;
  for (const Row& row : rows) {
    RETURN_IF_ERROR(CheckRow(known, row));
    latest[row.id] = &row;
  }
  UpsertCounts counts;
  std::vector<const Row*> changes;
  for (const auto& [id, row] : latest) {
    const std::optional<Row> old = Find(table, organisation, id);
    ++(!old ? counts.inserted : *old == *row ? counts.unchanged : counts.updated);
    if (!old || *old != *row) changes.push_back(row);
  }
  if (changes.empty()) return counts;
  MemoryState::Rows& target = Change(table, organisation);
  for (const Row* row : changes) target[row->id] = CellsOf(table, *row);
  return counts;
}

}  // namespace potential::storage

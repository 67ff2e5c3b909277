#include "services/chassis/storage/anonymous_rows.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/row_statements.h"
#include "services/chassis/storage/sql_schema.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::storage {
namespace {

// The row's values in the order in which another view of the table has its columns.
Row Reordered(const Row& row, const Table& from, const Table& to) {
  Row reordered = {.id = row.id, .values = {}};
  for (const Column& column : to.columns) {
    reordered.values.push_back(row.values[*from.Find(column.name)]);
  }
  return reordered;
}

// Takes all rows out and puts them back in the order of their keys, into pages that are empty.
absl::Status LayOut(SqliteConnection& connection, const std::string& table) {
  const std::string name = Quoted(table);
  for (const std::string& statement :
       {absl::StrCat("CREATE TEMP TABLE \"laid_out\" AS SELECT * FROM ", name),
        absl::StrCat("DELETE FROM ", name),
        absl::StrCat("INSERT INTO ", name,
                     " SELECT * FROM \"laid_out\" ORDER BY \"organisation\", \"id\""),
        std::string("DROP TABLE \"laid_out\"")}) {
    RETURN_IF_ERROR(connection.Run(statement));
  }
  return absl::OkStatus();
}

}  // namespace

void AnonymousRows::Put(SqliteTable& table, const std::string& organisation, const Row& row) {
  changes_[{table.table.name, organisation, row.id}] = {.table = &table, .row = row};
}

void AnonymousRows::Erase(SqliteTable& table, const std::string& organisation,
                          const std::string& id) {
  changes_[{table.table.name, organisation, id}] = {.table = &table, .row = std::nullopt};
}

std::optional<std::optional<Row>> AnonymousRows::Find(const SqliteTable& table,
                                                      const std::string& organisation,
                                                      const std::string& id) const {
  const auto found = changes_.find({table.table.name, organisation, id});
  if (found == changes_.end()) return std::nullopt;
  const Change& change = found->second;
  std::optional<Row> row = change.row;
  if (row && change.table != &table) row = Reordered(*row, change.table->table, table.table);
  return std::make_optional(std::move(row));
}

void AnonymousRows::Join(AnonymousRows&& later) {
  for (auto& [key, change] : later.changes_) changes_[key] = std::move(change);
  later.changes_.clear();
  written_.merge(later.written_);
}

absl::Status AnonymousRows::Flush(SqliteConnection& connection, const RandomFunction& random) {
  std::vector<const std::pair<const Key, Change>*> order;
  for (const auto& entry : changes_) order.push_back(&entry);
  std::shuffle(order.begin(), order.end(), RandomGenerator{random});
  for (const auto* entry : order) {
    RETURN_IF_ERROR(Write(connection, entry->first, entry->second));
    written_.insert(std::get<0>(entry->first));
  }
  changes_.clear();
  return absl::OkStatus();
}

absl::Status AnonymousRows::Settle(SqliteConnection& connection, const RandomFunction& random) {
  RETURN_IF_ERROR(Flush(connection, random));
  for (const std::string& table : written_) RETURN_IF_ERROR(LayOut(connection, table));
  return absl::OkStatus();
}

absl::Status AnonymousRows::Write(SqliteConnection& connection, const Key& key,
                                  const Change& change) {
  const std::string& organisation = std::get<1>(key);
  if (change.row) return PutRow(connection, *change.table, organisation, *change.row);
  return EraseRow(connection, *change.table, organisation, std::get<2>(key));
}

}  // namespace potential::storage

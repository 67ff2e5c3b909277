#include "services/chassis/storage/system_tables.h"

#include <utility>

#include "services/chassis/storage/change_log.h"

namespace potential::storage {

const Table& RevisionsTable() {
  static const Table& table =
      *new Table{.name = "system_revisions",
                 .columns = {{"revision", ColumnType::kInteger}, {"floor", ColumnType::kInteger}}};
  return table;
}

const Table& TopicsTable() {
  static const Table& table =
      *new Table{.name = "system_topics", .columns = {{"revision", ColumnType::kInteger}}};
  return table;
}

const Table& ChangesTable() {
  static const Table& table = *new Table{.name = "system_changes",
                                         .columns = {{"revision", ColumnType::kInteger},
                                                     {"time", ColumnType::kInteger},
                                                     {"topic", ColumnType::kText},
                                                     {"name", ColumnType::kText},
                                                     {"operation", ColumnType::kInteger}}};
  return table;
}

const Table& HistoryTable() {
  static const Table& table = *new Table{.name = "system_history",
                                         .columns = {{"revision", ColumnType::kInteger},
                                                     {"name", ColumnType::kText},
                                                     {"subject", ColumnType::kText},
                                                     {"role", ColumnType::kText},
                                                     {"method", ColumnType::kText},
                                                     {"time", ColumnType::kInteger},
                                                     {"before", ColumnType::kBlob},
                                                     {"after", ColumnType::kBlob}},
                                         .indexes = {{"time"}}};
  return table;
}

const Table& RequestsTable() {
  static const Table& table =
      *new Table{.name = "system_requests",
                 .columns = {{"payload_hash", ColumnType::kText},
                             {"name", ColumnType::kText},
                             {"revision", ColumnType::kInteger},
                             {"time", ColumnType::kInteger}},
                 .indexes = {{"time"}},
                 .rollups = {{.name = "total", .group_by = {}, .sums = {}}}};
  return table;
}

std::vector<Table> SystemTables() {
  return {RevisionsTable(), TopicsTable(), ChangesTable(), HistoryTable(), RequestsTable()};
}

std::string SortableNumber(int64_t number) {
  constexpr size_t kDigits = 19;  // of the largest int64_t
  const std::string digits = std::to_string(number);
  return std::string(kDigits - digits.size(), '0') + digits;
}

Predicate IdBetween(std::string low, std::string high) {
  return Predicate::All({Predicate::Compare(Predicate::Op::kGt, "id", std::move(low)),
                         Predicate::Compare(Predicate::Op::kLt, "id", std::move(high))});
}

int64_t IntegerIn(const Row& row, size_t column) { return std::get<int64_t>(row.values[column]); }

const std::string& TextIn(const Row& row, size_t column) {
  return std::get<std::string>(row.values[column]);
}

absl::Time TimeIn(const Row& row, size_t column) {
  return absl::FromUnixMicros(IntegerIn(row, column));
}

Value TimeValue(absl::Time time) { return absl::ToUnixMicros(time); }

}  // namespace potential::storage

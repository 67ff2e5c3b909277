#include "services/chassis/storage/sqlite_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/checks.h"
#include "services/chassis/storage/sql.h"
#include "services/chassis/storage/sql_schema.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::storage {
namespace {

std::vector<ColumnType> TypesOf(const Table& table, const std::vector<std::string>& names) {
  std::vector<ColumnType> types;
  for (const std::string& name : names) types.push_back(table.columns[*table.Find(name)].type);
  return types;
}

std::vector<ColumnType> ResultTypes(const Table& table, const Query& query) {
  if (!query.projection.empty()) return TypesOf(table, query.projection);
  std::vector<ColumnType> types;
  for (const Column& column : table.columns) types.push_back(column.type);
  return types;
}

// Appends the rows of one part of a query.
absl::Status ReadRows(SqliteConnection& connection, const Sql& sql,
                      const std::vector<ColumnType>& types, std::vector<Row>& rows) {
  ASSIGN_OR_RETURN(SqliteCursor cursor, connection.Prepare(sql.text));
  for (const Value& value : sql.values) cursor.Bind(value);
  while (true) {
    ASSIGN_OR_RETURN(const bool found, cursor.Next());
    if (!found) return absl::OkStatus();
    Row& row = rows.emplace_back();
    row.id = std::get<std::string>(cursor.Cell(0, ColumnType::kText));
    row.values.reserve(types.size());
    for (size_t i = 0; i < types.size(); ++i) {
      row.values.push_back(cursor.Cell(static_cast<int>(i) + 1, types[i]));
    }
  }
}

// The row of a statement of GetSql.
Row RowAt(const SqliteCursor& cursor, const Table& table, const std::string& id) {
  Row row = {.id = id, .values = {}};
  row.values.reserve(table.columns.size());
  for (size_t i = 0; i < table.columns.size(); ++i) {
    row.values.push_back(cursor.Cell(static_cast<int>(i), table.columns[i].type));
  }
  return row;
}

RollupRow ReadGroup(const SqliteCursor& cursor, const std::vector<ColumnType>& groups,
                    size_t sums) {
  RollupRow row;
  int position = 0;
  for (const ColumnType type : groups) {
    // Minus infinity is how a key holds null; read as a real, no integer or text can be it.
    const bool null = cursor.Cell(position, ColumnType::kReal) == Value(kNullGroup);
    row.group.push_back(null ? Value() : cursor.Cell(position, type));
    ++position;
  }
  row.count = std::get<int64_t>(cursor.Cell(position++, ColumnType::kInteger));
  for (size_t i = 0; i < sums; ++i) {
    row.sums.push_back(std::get<double>(cursor.Cell(position++, ColumnType::kReal)));
  }
  return row;
}

}  // namespace

absl::StatusOr<std::optional<Row>> SqliteReader::Get(SqliteTable& table,
                                                     const std::string& organisation,
                                                     const std::string& id) {
  ASSIGN_OR_RETURN(SqliteCursor cursor, connection_.Use(table.get, GetSql, table.table));
  ASSIGN_OR_RETURN(const bool found, cursor.Bind(organisation).Bind(id).Next());
  if (!found) return std::nullopt;
  return RowAt(cursor, table.table, id);
}

absl::StatusOr<SqliteReader::Comparison> SqliteReader::Compare(SqliteTable& table,
                                                               const std::string& organisation,
                                                               const Row& row) {
  ASSIGN_OR_RETURN(SqliteCursor cursor, connection_.Use(table.get, GetSql, table.table));
  ASSIGN_OR_RETURN(const bool found, cursor.Bind(organisation).Bind(row.id).Next());
  if (!found) return Comparison();
  for (size_t i = 0; i < row.values.size(); ++i) {
    if (!cursor.Holds(static_cast<int>(i), row.values[i], table.table.columns[i].type)) {
      return Comparison{.found = true, .different = RowAt(cursor, table.table, row.id)};
    }
  }
  return Comparison{.found = true};
}

absl::StatusOr<std::vector<Row>> SqliteReader::Select(const SqliteTable& table,
                                                      const std::string& organisation,
                                                      const Query& query) {
  RETURN_IF_ERROR(CheckQuery(table.table, query));
  const std::vector<ColumnType> types = ResultTypes(table.table, query);
  std::vector<Row> rows;
  for (Sql& part : SelectSql(table.table, organisation, query)) {
    part.values.back() = query.limit - static_cast<int64_t>(rows.size());
    RETURN_IF_ERROR(ReadRows(connection_, part, types, rows));
    if (static_cast<int64_t>(rows.size()) >= query.limit) break;
  }
  return rows;
}

absl::StatusOr<std::vector<RollupRow>> SqliteReader::SelectRollup(const SqliteTable& table,
                                                                  const std::string& rollup,
                                                                  const std::string& organisation,
                                                                  const RollupQuery& query) {
  const Rollup* known = FindRollup(table.table, rollup);
  if (known == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("table ", table.table.name, " has no rollup ", rollup));
  }
  RETURN_IF_ERROR(CheckRollupQuery(table.table, *known, query));
  const std::vector<ColumnType> groups = TypesOf(table.table, query.group_by);
  const Sql sql = SelectRollupSql(table.table, *known, organisation, query);
  ASSIGN_OR_RETURN(SqliteCursor cursor, connection_.Prepare(sql.text));
  for (const Value& value : sql.values) cursor.Bind(value);
  std::vector<RollupRow> rows;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, cursor.Next());
    if (!found) return rows;
    rows.push_back(ReadGroup(cursor, groups, known->sums.size()));
  }
}

absl::StatusOr<std::vector<std::string>> SqliteReader::Organisations(const SqliteTable& table) {
  std::vector<std::string> organisations;
  ASSIGN_OR_RETURN(Value next,
                   connection_.Ask(FirstOrganisationSql(table.table), ColumnType::kText));
  // From one to the next by the key's tree: the cost grows with organisations, not with rows.
  const std::string next_sql = NextOrganisationSql(table.table);
  while (!std::holds_alternative<std::monostate>(next)) {
    organisations.push_back(std::get<std::string>(std::move(next)));
    ASSIGN_OR_RETURN(SqliteCursor cursor, connection_.Prepare(next_sql));
    ASSIGN_OR_RETURN(const bool found, cursor.Bind(organisations.back()).Next());
    next = found ? cursor.Cell(0, ColumnType::kText) : Value();
  }
  return organisations;
}

SqliteSnapshot::~SqliteSnapshot() { pool_->Release(std::move(lent_)); }

absl::StatusOr<std::unique_ptr<TableReader>> SqliteSnapshot::Take(
    std::shared_ptr<ReaderPool> pool) {
  ASSIGN_OR_RETURN(ReaderPool::Lent lent, pool->Acquire());
  return std::unique_ptr<TableReader>(new SqliteSnapshot(std::move(pool), std::move(lent)));
}

absl::StatusOr<std::optional<Row>> SqliteSnapshot::Get(const Table& table,
                                                       const std::string& organisation,
                                                       const std::string& id) {
  ASSIGN_OR_RETURN(SqliteTable * known, lent_.connection->Find(table));
  return reader_.Get(*known, organisation, id);
}

absl::StatusOr<std::vector<Row>> SqliteSnapshot::Select(const Table& table,
                                                        const std::string& organisation,
                                                        const Query& query) {
  ASSIGN_OR_RETURN(SqliteTable * known, lent_.connection->Find(table));
  return reader_.Select(*known, organisation, query);
}

absl::StatusOr<std::vector<RollupRow>> SqliteSnapshot::SelectRollup(const Table& table,
                                                                    const std::string& rollup,
                                                                    const std::string& organisation,
                                                                    const RollupQuery& query) {
  ASSIGN_OR_RETURN(SqliteTable * known, lent_.connection->Find(table));
  return reader_.SelectRollup(*known, rollup, organisation, query);
}

absl::StatusOr<std::vector<std::string>> SqliteSnapshot::Organisations(const Table& table) {
  ASSIGN_OR_RETURN(SqliteTable * known, lent_.connection->Find(table));
  return reader_.Organisations(*known);
}

}  // namespace potential::storage

#include "services/chassis/storage/sql.h"

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/sql_schema.h"

namespace potential::storage {
namespace {

constexpr char kOfRow[] = " WHERE \"organisation\" = ? AND \"id\" = ?";

std::string Parameters(size_t count) {
  std::string sql;
  for (size_t i = 0; i < count; ++i) absl::StrAppend(&sql, i == 0 ? "?" : ", ?");
  return sql;
}

std::string InsertIntoSql(const Table& table) {
  std::string columns = "\"organisation\", \"id\"";
  for (const Column& column : table.columns) absl::StrAppend(&columns, ", ", Quoted(column.name));
  return absl::StrCat("INSERT INTO ", Quoted(table.name), " (", columns, ") VALUES (",
                      Parameters(table.columns.size() + 2),
                      ") ON CONFLICT (\"organisation\", \"id\") DO ");
}

// " AND "g" = ?" for each group.
std::string OfGroupSql(const Rollup& rollup) {
  std::string sql = " WHERE \"organisation\" = ?";
  for (const std::string& group : rollup.group_by) {
    absl::StrAppend(&sql, " AND ", Quoted(group), " = ?");
  }
  return sql;
}

}  // namespace

std::string GetSql(const Table& table) {
  std::string columns;
  for (const Column& column : table.columns) {
    absl::StrAppend(&columns, columns.empty() ? "" : ", ", Quoted(column.name));
  }
  if (columns.empty()) columns += "1";
  return absl::StrCat("SELECT ", columns, " FROM ", Quoted(table.name), kOfRow);
}

std::string InsertSql(const Table& table) { return InsertIntoSql(table) + "NOTHING"; }

std::string PutSql(const Table& table) {
  if (table.columns.empty()) return InsertSql(table);
  std::string sql = InsertIntoSql(table) + "UPDATE SET ";
  const char* separator = "";
  for (const Column& column : table.columns) {
    const std::string name = Quoted(column.name);
    absl::StrAppend(&sql, separator, name, " = excluded.", name);
    separator = ", ";
  }
  return sql;
}

std::string EraseSql(const Table& table) {
  return absl::StrCat("DELETE FROM ", Quoted(table.name), kOfRow);
}

std::string FirstOrganisationSql(const Table& table) {
  return absl::StrCat("SELECT min(\"organisation\") FROM ", Quoted(table.name));
}

std::string NextOrganisationSql(const Table& table) {
  return FirstOrganisationSql(table) + " WHERE \"organisation\" > ?";
}

Sql SelectRollupSql(const Table& table, const Rollup& rollup, const std::string& organisation,
                    const RollupQuery& query) {
  std::string groups;
  for (const std::string& group : query.group_by) absl::StrAppend(&groups, Quoted(group), ", ");
  Sql sql;
  sql.text = absl::StrCat("SELECT ", groups, "sum(", CountColumn(), ")");
  for (const std::string& sum : rollup.sums) {
    absl::StrAppend(&sql.text, ", sum(", SumColumn(sum), ")");
  }
  absl::StrAppend(&sql.text, " FROM ", RollupTable(table, rollup), " WHERE \"organisation\" = ?");
  sql.values.emplace_back(organisation);
  if (query.where.op != Predicate::Op::kTrue) {
    sql.text += " AND ";
    AppendPredicate({.table = &table, .rollup = &rollup}, query.where, sql);
  }
  // Grouped by the organisation too, so that no row comes where there is none to add up.
  groups += "\"organisation\"";
  absl::StrAppend(&sql.text, " GROUP BY ", groups, " ORDER BY ", groups);
  return sql;
}

std::string AddToRollupSql(const Table& table, const Rollup& rollup) {
  std::string key = "\"organisation\"";
  for (const std::string& group : rollup.group_by) absl::StrAppend(&key, ", ", Quoted(group));
  std::string columns = CountColumn();
  std::string updates = absl::StrCat(columns, " = ", columns, " + excluded.", columns);
  for (const std::string& name : rollup.sums) {
    const std::string sum = SumColumn(name);
    absl::StrAppend(&columns, ", ", sum);
    absl::StrAppend(&updates, ", ", sum, " = ", sum, " + excluded.", sum);
  }
  return absl::StrCat("INSERT INTO ", RollupTable(table, rollup), " (", key, ", ", columns,
                      ") VALUES (", Parameters(2 + rollup.group_by.size() + rollup.sums.size()),
                      ") ON CONFLICT (", key, ") DO UPDATE SET ", updates);
}

std::string EraseEmptyGroupSql(const Table& table, const Rollup& rollup) {
  return absl::StrCat("DELETE FROM ", RollupTable(table, rollup), OfGroupSql(rollup), " AND ",
                      CountColumn(), " = 0");
}

}  // namespace potential::storage

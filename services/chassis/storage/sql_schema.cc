#include "services/chassis/storage/sql_schema.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace potential::storage {
namespace {

const char* TypeSql(ColumnType type) {
  switch (type) {
    case ColumnType::kInteger:
      return "INTEGER";
    case ColumnType::kReal:
      return "REAL";
    case ColumnType::kText:
    case ColumnType::kList:
      return "TEXT";
    case ColumnType::kBlob:
      return "BLOB";
  }
  return "BLOB";
}

std::string ColumnSql(const Column& column) {
  return absl::StrCat(Quoted(column.name), " ", TypeSql(column.type));
}

// Narrow rows live in the tree of their key. Rows with a blob live beside it: long rows in a key's
// tree spill into overflow pages much earlier. Anonymous rows must have no row number.
bool LivesInKeyTree(const Table& table) {
  return table.anonymous ||
         std::none_of(table.columns.begin(), table.columns.end(),
                      [](const Column& column) { return column.type == ColumnType::kBlob; });
}

std::string CreateTableSql(const Table& table) {
  std::string sql = absl::StrCat("CREATE TABLE ", Quoted(table.name),
                                 " (\"organisation\" TEXT NOT NULL, \"id\" TEXT NOT NULL");
  for (const Column& column : table.columns) absl::StrAppend(&sql, ", ", ColumnSql(column));
  absl::StrAppend(&sql, ", PRIMARY KEY (\"organisation\", \"id\")) STRICT",
                  LivesInKeyTree(table) ? ", WITHOUT ROWID" : "");
  return sql;
}

std::string CreateIndexSql(const Table& table, size_t number) {
  std::string sql =
      absl::StrCat("CREATE INDEX ", Quoted(absl::StrCat(table.name, "__index_", number)), " ON ",
                   Quoted(table.name), " (\"organisation\"");
  for (const std::string& column : table.indexes[number]) {
    absl::StrAppend(&sql, ", ", Quoted(column));
  }
  return sql + ", \"id\")";
}

std::string CreateRollupSql(const Table& table, const Rollup& rollup) {
  std::string columns = "\"organisation\" TEXT NOT NULL";
  std::string key = "\"organisation\"";
  for (const std::string& group : rollup.group_by) {
    absl::StrAppend(&columns, ", ", Quoted(group), " ANY NOT NULL");
    absl::StrAppend(&key, ", ", Quoted(group));
  }
  absl::StrAppend(&columns, ", ", CountColumn(), " INTEGER NOT NULL");
  for (const std::string& sum : rollup.sums) {
    const ColumnType type = table.columns[*table.Find(sum)].type;
    absl::StrAppend(&columns, ", ", SumColumn(sum), " ", TypeSql(type), " NOT NULL");
  }
  return absl::StrCat("CREATE TABLE ", RollupTable(table, rollup), " (", columns, ", PRIMARY KEY (",
                      key, ")) STRICT, WITHOUT ROWID");
}

void AppendAdditions(const Migration& migration, const std::vector<const Table*>& after,
                     std::vector<std::string>& statements) {
  for (const Migration::AddColumn& addition : migration.add) {
    statements.push_back(absl::StrCat("ALTER TABLE ", Quoted(addition.table), " ADD COLUMN ",
                                      ColumnSql(addition.column)));
  }
  // Indexes are numbered as they came; those of this migration are the last of their table.
  for (const Table* table : after) {
    size_t added = 0;
    for (const Migration::AddColumn& addition : migration.add) {
      if (addition.table == table->name) added += addition.indexes.size();
    }
    for (size_t i = table->indexes.size() - added; i < table->indexes.size(); ++i) {
      statements.push_back(CreateIndexSql(*table, i));
    }
  }
}

}  // namespace

std::string Quoted(const std::string& name) { return absl::StrCat("\"", name, "\""); }

std::string RollupTable(const Table& table, const Rollup& rollup) {
  return Quoted(absl::StrCat(table.name, "__", rollup.name));
}

// No column of a schema can have these two names: '#' and ':' are in no identifier.
std::string CountColumn() { return "\"#count\""; }
std::string SumColumn(const std::string& column) { return Quoted(absl::StrCat("sum:", column)); }

std::vector<std::string> MigrationSql(const Migration& migration,
                                      const std::vector<const Table*>& after) {
  std::vector<std::string> statements;
  for (const Table& table : migration.create) {
    statements.push_back(CreateTableSql(table));
    for (size_t i = 0; i < table.indexes.size(); ++i) {
      statements.push_back(CreateIndexSql(table, i));
    }
    for (const Rollup& rollup : table.rollups) {
      statements.push_back(CreateRollupSql(table, rollup));
    }
  }
  AppendAdditions(migration, after, statements);
  return statements;
}

std::vector<std::string> DropTableSql(const Table& table) {
  std::vector<std::string> statements;
  for (const Rollup& rollup : table.rollups) {
    statements.push_back(absl::StrCat("DROP TABLE ", RollupTable(table, rollup)));
  }
  statements.push_back(absl::StrCat("DROP TABLE ", Quoted(table.name)));
  return statements;
}

}  // namespace potential::storage

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/sql.h"
#include "services/chassis/storage/sql_schema.h"

namespace potential::storage {
namespace {

bool IsNull(const Value& value) { return std::holds_alternative<std::monostate>(value); }

// Where a resumed query continues: a value for each sort key.
struct Position {
  std::vector<Order> keys;
  std::vector<Value> values;
};

Position PositionOf(const Query& query) {
  Position position = {.keys = SortKeys(query), .values = {}};
  for (size_t i = 0; i < position.keys.size(); ++i) {
    const bool is_id = position.keys[i].column == "id";
    position.values.push_back(is_id ? Value(query.after->id) : query.after->values[i]);
  }
  return position;
}

void AppendSame(const Order& key, const Value& value, Sql& sql) {
  absl::StrAppend(&sql.text, " AND ", Quoted(key.column), IsNull(value) ? " IS NULL" : " = ?");
  if (!IsNull(value)) sql.values.push_back(value);
}

// The ranges of a key that lie after the value, in order. Nulls are first, or last if descending,
// and no range reaches over them.
std::vector<std::string> RangesAfter(const Order& key, const Value& value) {
  if (IsNull(value)) {
    return key.descending ? std::vector<std::string>{} : std::vector<std::string>{" IS NOT NULL"};
  }
  if (!key.descending) return {" > ?"};
  if (key.column == "id") return {" < ?"};
  return {" < ?", " IS NULL"};
}

// A row comes after the position if, at the first key where they differ, its key lies after. The
// rows that differ latest come first. Each part is an equality and a range, so that an index finds
// its beginning at once; a single condition over all keys would be searched from end to end.
void AppendParts(const Sql& base, const Position& position, std::vector<Sql>& parts) {
  for (size_t i = position.keys.size(); i-- > 0;) {
    for (const std::string& range : RangesAfter(position.keys[i], position.values[i])) {
      Sql part = base;
      for (size_t j = 0; j < i; ++j) AppendSame(position.keys[j], position.values[j], part);
      absl::StrAppend(&part.text, " AND ", Quoted(position.keys[i].column), range);
      if (range.back() == '?') part.values.push_back(position.values[i]);
      parts.push_back(std::move(part));
    }
  }
}

Sql SelectFrom(const Table& table, const std::string& organisation, const Query& query) {
  Sql sql;
  sql.text = "SELECT \"id\"";
  for (const std::string& column : query.projection) {
    absl::StrAppend(&sql.text, ", ", Quoted(column));
  }
  if (query.projection.empty()) {
    for (const Column& column : table.columns)
      absl::StrAppend(&sql.text, ", ", Quoted(column.name));
  }
  absl::StrAppend(&sql.text, " FROM ", Quoted(table.name), " WHERE \"organisation\" = ?");
  sql.values.emplace_back(organisation);
  if (query.where.op != Predicate::Op::kTrue) {
    sql.text += " AND ";
    AppendPredicate({.table = &table}, query.where, sql);
  }
  return sql;
}

void AppendOrderAndLimit(const Query& query, Sql& sql) {
  const char* separator = " ORDER BY ";
  for (const Order& key : SortKeys(query)) {
    absl::StrAppend(&sql.text, separator, Quoted(key.column), key.descending ? " DESC" : "");
    separator = ", ";
  }
  sql.text += " LIMIT ?";
  sql.values.emplace_back(query.limit);
}

}  // namespace

std::vector<Sql> SelectSql(const Table& table, const std::string& organisation,
                           const Query& query) {
  const Sql base = SelectFrom(table, organisation, query);
  std::vector<Sql> parts;
  if (query.after) {
    AppendParts(base, PositionOf(query), parts);
  } else {
    parts.push_back(base);
  }
  for (Sql& part : parts) AppendOrderAndLimit(query, part);
  return parts;
}

}  // namespace potential::storage

#include "services/chassis/storage/evaluate.h"

#include <algorithm>

#include "services/chassis/storage/checks.h"

namespace potential::storage {
namespace {

template <typename T>
int Compare(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

Value CellOf(const Table& table, const Row& row, const std::string& column) {
  return column == "id" ? Value(row.id) : row.values[*table.Find(column)];
}

bool Has(ColumnType type, const std::string& cell, const std::string& item) {
  if (type == ColumnType::kText) return cell.find(item) != std::string::npos;
  const std::vector<std::string> items = DecodeList(cell);
  return std::find(items.begin(), items.end(), item) != items.end();
}

bool Compares(Predicate::Op op, int order) {
  switch (op) {
    case Predicate::Op::kEq:
      return order == 0;
    case Predicate::Op::kNe:
      return order != 0;
    case Predicate::Op::kLt:
      return order < 0;
    case Predicate::Op::kLe:
      return order <= 0;
    case Predicate::Op::kGt:
      return order > 0;
    default:
      return order >= 0;
  }
}

bool CellMatches(const Table& table, const Row& row, const Predicate& predicate) {
  const Value cell = CellOf(table, row, predicate.column);
  const bool null = std::holds_alternative<std::monostate>(cell);
  if (null || predicate.op == Predicate::Op::kIsNull) {
    return null && predicate.op == Predicate::Op::kIsNull;
  }
  const ColumnType type = *ColumnScope{.table = &table}.TypeOf(predicate.column);
  if (predicate.op == Predicate::Op::kHas) {
    return Has(type, std::get<std::string>(cell), std::get<std::string>(predicate.value));
  }
  return Compares(predicate.op, CompareValues(cell, LiteralFor(type, predicate.value)));
}

}  // namespace

int CompareValues(const Value& a, const Value& b) {
  if (a.index() != b.index())
    return Compare(a.index(), b.index());  // null is the first alternative
  if (const auto* integer = std::get_if<int64_t>(&a))
    return Compare(*integer, std::get<int64_t>(b));
  if (const auto* real = std::get_if<double>(&a)) return Compare(*real, std::get<double>(b));
  if (const auto* text = std::get_if<std::string>(&a)) {
    return Compare(text->compare(std::get<std::string>(b)), 0);
  }
  return 0;
}

bool ValuesLess::operator()(const std::vector<Value>& a, const std::vector<Value>& b) const {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const Value& x, const Value& y) { return CompareValues(x, y) < 0; });
}

bool Matches(const Table& table, const Row& row, const Predicate& predicate) {
  const auto matches = [&](const Predicate& child) { return Matches(table, row, child); };
  const std::vector<Predicate>& children = predicate.children;
  switch (predicate.op) {
    case Predicate::Op::kTrue:
      return true;
    case Predicate::Op::kAnd:
      return std::all_of(children.begin(), children.end(), matches);
    case Predicate::Op::kOr:
      return std::any_of(children.begin(), children.end(), matches);
    case Predicate::Op::kNot:
      return !matches(children[0]);
    default:
      return CellMatches(table, row, predicate);
  }
}

bool SortsBefore(const Table& table, const std::vector<Order>& keys, const Row& a, const Row& b) {
  for (const Order& key : keys) {
    const int order = CompareValues(CellOf(table, a, key.column), CellOf(table, b, key.column));
    if (order != 0) return key.descending ? order > 0 : order < 0;
  }
  return false;
}

bool LiesAfter(const Table& table, const Query& query, const Row& row) {
  if (!query.after) return true;
  const std::vector<Order> keys = SortKeys(query);
  for (size_t i = 0; i < keys.size(); ++i) {
    const bool is_id = keys[i].column == "id";
    const Value position = is_id ? Value(query.after->id) : query.after->values[i];
    const int order = CompareValues(CellOf(table, row, keys[i].column), position);
    if (order != 0) return keys[i].descending ? order < 0 : order > 0;
  }
  return false;
}

}  // namespace potential::storage

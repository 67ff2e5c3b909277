#include "services/chassis/storage/checks.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::storage {
namespace {

bool IsNull(const Value& value) { return std::holds_alternative<std::monostate>(value); }

absl::Status Unfit(const Table& table, const std::string& column, const char* why) {
  return absl::InvalidArgumentError(absl::StrCat(table.name, ".", column, " ", why));
}

absl::Status CheckComparison(const ColumnScope& scope, const Predicate& predicate) {
  const std::optional<ColumnType> type = scope.TypeOf(predicate.column);
  if (!type) return Unfit(*scope.table, predicate.column, "is not a column to filter by");
  if (*type == ColumnType::kBlob) return Unfit(*scope.table, predicate.column, "holds blobs");
  if (predicate.op == Predicate::Op::kIsNull) return absl::OkStatus();
  if (predicate.op == Predicate::Op::kHas && *type != ColumnType::kList &&
      *type != ColumnType::kText) {
    return Unfit(*scope.table, predicate.column, "holds neither lists nor text");
  }
  if (!IsOfType(LiteralFor(*type, predicate.value), *type)) {
    return Unfit(*scope.table, predicate.column, "is compared with a value of another type");
  }
  return absl::OkStatus();
}

absl::Status CheckLevel(const ColumnScope& scope, const Predicate& predicate, int depth) {
  if (depth > kMaxPredicateDepth) {
    return absl::InvalidArgumentError("the predicate is nested too deeply");
  }
  switch (predicate.op) {
    case Predicate::Op::kTrue:
      return absl::OkStatus();
    case Predicate::Op::kNot:
      if (predicate.children.size() != 1) {
        return absl::InvalidArgumentError("a negation needs exactly one child");
      }
      [[fallthrough]];
    case Predicate::Op::kAnd:
    case Predicate::Op::kOr:
      for (const Predicate& child : predicate.children) {
        RETURN_IF_ERROR(CheckLevel(scope, child, depth + 1));
      }
      return absl::OkStatus();
    default:
      return CheckComparison(scope, predicate);
  }
}

absl::Status CheckPosition(const Table& table, const Query& query) {
  if (query.after->values.size() != query.order.size()) {
    return absl::InvalidArgumentError("the position to resume after does not fit the order");
  }
  const ColumnScope scope = {.table = &table};
  for (size_t i = 0; i < query.order.size(); ++i) {
    const Value& value = query.after->values[i];
    const std::string& column = query.order[i].column;
    if (!IsNull(value) && !IsOfType(value, *scope.TypeOf(column))) {
      return Unfit(table, column, "is resumed after a value of another type");
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<ColumnType> ColumnScope::TypeOf(const std::string& column) const {
  if (rollup != nullptr) {
    const auto& names = rollup->group_by;
    if (std::find(names.begin(), names.end(), column) == names.end()) return std::nullopt;
  } else if (column == "id") {
    return ColumnType::kText;
  }
  const std::optional<size_t> position = table->Find(column);
  if (!position) return std::nullopt;
  return table->columns[*position].type;
}

bool IsOfType(const Value& value, ColumnType type) {
  switch (type) {
    case ColumnType::kInteger:
      return std::holds_alternative<int64_t>(value);
    case ColumnType::kReal:
      return std::holds_alternative<double>(value) && std::isfinite(std::get<double>(value));
    default:
      return std::holds_alternative<std::string>(value) &&
             std::get<std::string>(value).size() <= kMaxCellBytes;
  }
}

absl::Status CheckRow(const Table& table, const Row& row) {
  if (row.values.size() != table.columns.size()) {
    return absl::InvalidArgumentError(absl::StrCat("a row of ", table.name, " has ",
                                                   row.values.size(), " values instead of ",
                                                   table.columns.size()));
  }
  for (size_t i = 0; i < row.values.size(); ++i) {
    if (!IsNull(row.values[i]) && !IsOfType(row.values[i], table.columns[i].type)) {
      return Unfit(table, table.columns[i].name, "cannot hold the value");
    }
  }
  for (const Rollup& rollup : table.rollups) {
    for (const std::string& column : rollup.sums) {
      const auto* integer = std::get_if<int64_t>(&row.values[*table.Find(column)]);
      if (integer != nullptr && (*integer > kMaxSummand || *integer < -kMaxSummand)) {
        return Unfit(table, column, "is summed and cannot hold so large a number");
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckPredicate(const ColumnScope& scope, const Predicate& predicate) {
  return CheckLevel(scope, predicate, 1);
}

absl::Status CheckQuery(const Table& table, const Query& query) {
  if (query.limit <= 0) return absl::InvalidArgumentError("a query's limit must be above 0");
  const ColumnScope scope = {.table = &table};
  RETURN_IF_ERROR(CheckPredicate(scope, query.where));
  if (query.order.size() > kMaxOrderColumns) {
    return absl::InvalidArgumentError("the order has too many columns");
  }
  for (const Order& order : query.order) {
    const std::optional<ColumnType> type = scope.TypeOf(order.column);
    if (!type || *type == ColumnType::kBlob) {
      return Unfit(table, order.column, "is not a column to sort by");
    }
  }
  for (const std::string& column : query.projection) {
    if (!table.Find(column)) return Unfit(table, column, "is not a column to return");
  }
  if (query.after) RETURN_IF_ERROR(CheckPosition(table, query));
  return absl::OkStatus();
}

absl::Status CheckRollupQuery(const Table& table, const Rollup& rollup, const RollupQuery& query) {
  const ColumnScope scope = {.table = &table, .rollup = &rollup};
  RETURN_IF_ERROR(CheckPredicate(scope, query.where));
  for (auto column = query.group_by.begin(); column != query.group_by.end(); ++column) {
    if (!scope.TypeOf(*column) || std::find(query.group_by.begin(), column, *column) != column) {
      return Unfit(table, *column, "is not a column to group by, or is there twice");
    }
  }
  return absl::OkStatus();
}

const Rollup* FindRollup(const Table& table, const std::string& name) {
  for (const Rollup& rollup : table.rollups) {
    if (rollup.name == name) return &rollup;
  }
  return nullptr;
}

std::vector<Order> SortKeys(const Query& query) {
  std::vector<Order> keys;
  for (const Order& order : query.order) {
    keys.push_back(order);
    if (order.column == "id") return keys;
  }
  keys.push_back({.column = "id"});
  return keys;
}

Value LiteralFor(ColumnType type, const Value& literal) {
  if (type == ColumnType::kReal && std::holds_alternative<int64_t>(literal)) {
    return static_cast<double>(std::get<int64_t>(literal));
  }
  return literal;
}

}  // namespace potential::storage

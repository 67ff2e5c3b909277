#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/sql.h"
#include "services/chassis/storage/sql_schema.h"

namespace potential::storage {
namespace {

constexpr char kItemSeparator = '\x1f';

const char* OperatorSql(Predicate::Op op) {
  switch (op) {
    case Predicate::Op::kEq:
      return " = ?";
    case Predicate::Op::kNe:
      return " <> ?";
    case Predicate::Op::kLt:
      return " < ?";
    case Predicate::Op::kLe:
      return " <= ?";
    case Predicate::Op::kGt:
      return " > ?";
    default:
      return " >= ?";
  }
}

void AppendHas(ColumnType type, const std::string& column, const std::string& item, Sql& sql) {
  if (type == ColumnType::kText) {
    absl::StrAppend(&sql.text, "instr(", column, ", ?) > 0");
    sql.values.emplace_back(item);
  } else if (item.find(kItemSeparator) != std::string::npos) {
    sql.text += "0";  // no item holds the separator, though two neighbours may seem to
  } else {
    absl::StrAppend(&sql.text, "instr(", column, ", ?) > 0");
    sql.values.emplace_back(EncodeList({item}));
  }
}

void AppendComparison(const ColumnScope& scope, const Predicate& predicate, Sql& sql) {
  const std::string column = Quoted(predicate.column);
  const ColumnType type = *scope.TypeOf(predicate.column);
  const bool in_rollup = scope.rollup != nullptr;
  if (predicate.op == Predicate::Op::kIsNull) {
    absl::StrAppend(&sql.text, column, in_rollup ? " = " : " IS ",
                    in_rollup ? kNullGroupSql : "NULL");
    return;
  }
  // A rollup's null is a value to the engine, and less than all others. It matches nothing here.
  if (in_rollup) absl::StrAppend(&sql.text, "(", column, " > ", kNullGroupSql, " AND ");
  if (predicate.op == Predicate::Op::kHas) {
    AppendHas(type, column, std::get<std::string>(predicate.value), sql);
  } else {
    absl::StrAppend(&sql.text, column, OperatorSql(predicate.op));
    sql.values.push_back(LiteralFor(type, predicate.value));
  }
  if (in_rollup) sql.text += ")";
}

// Halves, not a chain: the engine limits how deep an expression may be, and parses `a AND b AND c`
// as deep as it is long.
void AppendJoined(const ColumnScope& scope, const Predicate& parent, size_t begin, size_t end,
                  Sql& sql) {
  if (end - begin == 1) return AppendPredicate(scope, parent.children[begin], sql);
  const size_t middle = begin + (end - begin) / 2;
  sql.text += "(";
  AppendJoined(scope, parent, begin, middle, sql);
  sql.text += parent.op == Predicate::Op::kAnd ? " AND " : " OR ";
  AppendJoined(scope, parent, middle, end, sql);
  sql.text += ")";
}

}  // namespace

void AppendPredicate(const ColumnScope& scope, const Predicate& predicate, Sql& sql) {
  switch (predicate.op) {
    case Predicate::Op::kTrue:
      sql.text += "1";
      return;
    case Predicate::Op::kAnd:
    case Predicate::Op::kOr:
      if (predicate.children.empty()) {
        sql.text += predicate.op == Predicate::Op::kAnd ? "1" : "0";
      } else {
        AppendJoined(scope, predicate, 0, predicate.children.size(), sql);
      }
      return;
    case Predicate::Op::kNot:
      // What is unknown to the engine is false to us. AND and OR hand an unknown on without making
      // it true, so it is enough to settle it here, where it would be turned round.
      sql.text += "NOT ifnull(";
      AppendPredicate(scope, predicate.children[0], sql);
      sql.text += ", 0)";
      return;
    default:
      AppendComparison(scope, predicate, sql);
  }
}

}  // namespace potential::storage

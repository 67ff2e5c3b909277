#include "services/chassis/resource/comparison.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/resource/literals.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::resource::internal {
namespace {

using storage::Predicate;
using storage::Value;
using Op = storage::Predicate::Op;

constexpr absl::string_view kHasOperator = ":";

Op OpOf(absl::string_view op) {
  if (op == "!=") return Op::kNe;
  if (op == "<") return Op::kLt;
  if (op == "<=") return Op::kLe;
  if (op == ">") return Op::kGt;
  if (op == ">=") return Op::kGe;
  return Op::kEq;  // "=", and ":" where it means the same
}

bool IsList(FieldKind kind) { return kind == FieldKind::kTextList || kind == FieldKind::kEnumList; }

bool IsCalendar(FieldKind kind) { return kind == FieldKind::kDate || kind == FieldKind::kMonth; }

absl::Status CheckOperator(const FieldColumn& field, absl::string_view op) {
  const std::string name = absl::StrCat("`", field.field->name(), "`");
  if (IsList(field.kind) && op != kHasOperator) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " is a list; ask for an item with `:`, found `", op, "`"));
  }
  const bool equality_only = field.kind == FieldKind::kEnum || field.kind == FieldKind::kBool;
  if (equality_only && op != "=" && op != "!=" && op != kHasOperator) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " is compared with =, != or : only, found `", op, "`"));
  }
  return absl::OkStatus();
}

// Dates are text whose empty value is absence: without this it would stand before every date.
Predicate CompareCalendar(const FieldColumn& field, Op op, Value value) {
  Predicate compared = Predicate::Compare(op, field.column.name, std::move(value));
  if (op != Op::kLt && op != Op::kLe && op != Op::kNe) return compared;
  return Predicate::All(
      {std::move(compared), Predicate::Compare(Op::kNe, field.column.name, std::string())});
}

Predicate Differs(const FieldColumn& field, Value value) {
  return Predicate::Compare(Op::kNe, field.column.name, std::move(value));
}

}  // namespace

absl::StatusOr<Predicate> Compare(const FieldColumn& field, absl::string_view op,
                                  absl::string_view literal) {
  RETURN_IF_ERROR(CheckOperator(field, op));
  if (IsCalendar(field.kind) && literal.empty() && (op == "=" || op == "!=")) {
    return Predicate::Compare(OpOf(op), field.column.name, std::string());
  }
  const bool finds_text = field.kind == FieldKind::kText && op == kHasOperator;
  if ((finds_text || field.kind == FieldKind::kTextList) && literal.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("`", field.field->name(), "` expects a text that is not empty after `:`"));
  }
  ASSIGN_OR_RETURN(Value value, ParseLiteral(field, literal));
  if (finds_text || IsList(field.kind)) {
    return Predicate::Compare(Op::kHas, field.column.name, std::move(value));
  }
  if (IsCalendar(field.kind)) return CompareCalendar(field, OpOf(op), std::move(value));
  return Predicate::Compare(OpOf(op), field.column.name, std::move(value));
}

Predicate IsSet(const FieldColumn& field) {
  if (field.nullable) {
    return Predicate::Not(Predicate::Compare(Op::kIsNull, field.column.name, {}));
  }
  switch (field.kind) {
    case FieldKind::kEnum:
      return Differs(field, field.field->enum_type()->FindValueByNumber(0)->name());
    case FieldKind::kBool:
    case FieldKind::kInteger:
      return Differs(field, int64_t{0});
    case FieldKind::kReal:
      return Differs(field, 0.0);
    default:
      return Differs(field, std::string());
  }
}

}  // namespace potential::resource::internal

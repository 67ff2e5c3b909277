// Conditions on rows, for tests: written out, and evaluated by the words of storage/table.h.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_FILTER_TESTING_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_FILTER_TESTING_H_

#include <algorithm>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "services/chassis/storage/table.h"

namespace potential::resource {

// One type of messages for the filter's tests, with a field of each kind.
inline constexpr char kFilterThing[] = R"(
  enum Colour { COLOUR_UNSPECIFIED = 0; RED = 1; BLUE = 2; }
  message Thing {
    string title = 1 [(field) = {query: true}];
    optional string note = 2 [(field) = {query: true}];
    string day = 3 [(field) = {query: true format: DATE}];
    string month = 4 [(field) = {query: true format: MONTH}];
    Colour colour = 5 [(field) = {query: true}];
    bool flag = 6 [(field) = {query: true}];
    optional bool maybe = 7 [(field) = {query: true}];
    int64 count = 8 [(field) = {query: true}];
    optional int32 band = 9 [(field) = {query: true}];
    double ratio = 10 [(field) = {query: true}];
    google.protobuf.Timestamp at = 11 [(field) = {query: true}];
    repeated string tags = 12 [(field) = {query: true}];
    repeated Colour colours = 13 [(field) = {query: true}];
    string hidden = 14;
  }
)";

inline std::string Show(const storage::Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return "'" + *text + "'";
  return "null";
}

// The condition as `(and (eq title 'x') (not (null band)))`.
inline std::string Show(const storage::Predicate& predicate) {
  static constexpr const char* kNames[] = {"true", "and", "or", "not", "eq",  "ne",
                                           "lt",   "le",  "gt", "ge",  "has", "null"};
  using Op = storage::Predicate::Op;
  std::string shown = "(" + std::string(kNames[static_cast<size_t>(predicate.op)]);
  if (!predicate.column.empty()) shown += " " + predicate.column;
  if (predicate.op >= Op::kEq && predicate.op <= Op::kHas) shown += " " + Show(predicate.value);
  for (const storage::Predicate& child : predicate.children) shown += " " + Show(child);
  return shown + ")";
}

// What the storage seam promises of a condition, in as few words as possible.
class RowEvaluator {
 public:
  RowEvaluator(const std::vector<storage::Column>& columns,
               const std::vector<storage::Value>& values)
      : columns_(columns), values_(values) {}

  bool Holds(const storage::Predicate& p) const {
    using Op = storage::Predicate::Op;
    const auto holds = [this](const storage::Predicate& child) { return Holds(child); };
    switch (p.op) {
      case Op::kTrue:
        return true;
      case Op::kAnd:
        return std::all_of(p.children.begin(), p.children.end(), holds);
      case Op::kOr:
        return std::any_of(p.children.begin(), p.children.end(), holds);
      case Op::kNot:
        return !Holds(p.children.at(0));
      case Op::kIsNull:
        return std::holds_alternative<std::monostate>(Cell(p.column));
      default:
        return Compares(p, Cell(p.column));
    }
  }

 private:
  static bool Compares(const storage::Predicate& p, const storage::Value& cell) {
    using Op = storage::Predicate::Op;
    if (std::holds_alternative<std::monostate>(cell)) return false;
    if (cell.index() != p.value.index()) throw std::logic_error("types differ: " + Show(p));
    switch (p.op) {
      case Op::kEq:
        return cell == p.value;
      case Op::kNe:
        return cell != p.value;
      case Op::kLt:
        return cell < p.value;
      case Op::kLe:
        return cell <= p.value;
      case Op::kGt:
        return cell > p.value;
      case Op::kGe:
        return cell >= p.value;
      default:
        break;
    }
    const std::string& text = std::get<std::string>(cell);
    const std::string& item = std::get<std::string>(p.value);
    if (text.empty() || text[0] != '\x1f') return text.find(item) != std::string::npos;
    const std::vector<std::string> items = storage::DecodeList(text);
    return std::find(items.begin(), items.end(), item) != items.end();
  }

  const storage::Value& Cell(const std::string& name) const {
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].name == name) return values_[i];
    }
    throw std::logic_error("no column " + name);
  }

  const std::vector<storage::Column>& columns_;
  const std::vector<storage::Value>& values_;
};

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_FILTER_TESTING_H_

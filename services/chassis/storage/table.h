// Tables as the storage seam sees them: named, typed columns under a key of (organisation, id).
//
//   const Table kPosts = {.name = "posts",
//                         .columns = {{"state", ColumnType::kText}, {"body", ColumnType::kBlob}},
//                         .indexes = {{"state"}}};
//
// A Table is a value that describes; it holds no rows. Names are identifiers of the program
// (`[a-z][a-z0-9_]*`), never text of a caller.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_TABLE_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_TABLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace potential::storage {

// What a column holds. A value is null or of its column's type.
enum class ColumnType {
  kInteger,  // int64_t; also booleans (0, 1), enum numbers, and instants in microseconds since 1970
  kReal,     // double, finite
  kText,     // std::string of valid UTF-8, compared by bytes
  kList,     // std::string holding items, encoded by EncodeList; Predicate::Has finds an item
  kBlob,     // std::string of any bytes; neither filtered nor sorted
};

// A cell: null, an integer, a real, or text, list or blob.
using Value = std::variant<std::monostate, int64_t, double, std::string>;

struct Column {
  std::string name;
  ColumnType type;
  bool operator==(const Column&) const = default;
};

// Counts and sums over all rows of a table, kept in the transaction that changes the rows. A
// rollup's groups are the distinct combinations of `group_by` within an organisation; a group whose
// count falls to zero is gone. Null counts as a value of its own in `group_by` and as 0 in `sums`.
struct Rollup {
  std::string name;
  std::vector<std::string> group_by;  // columns of type kInteger or kText
  std::vector<std::string> sums;      // columns of type kInteger (within 2^53 of 0) or kReal
};

struct Table {
  std::string name;
  // Columns beyond `organisation` and `id`.
  std::vector<Column> columns;
  // Each a list of columns; the store puts the organisation before and the id after them.
  std::vector<std::vector<std::string>> indexes = {};
  std::vector<Rollup> rollups = {};
  // Rows must not tell when or in which order they were written: they are clustered by id (which
  // the caller chooses at random), written shuffled at the end of their batch, and overwritten on
  // deletion. Such a table has no rollups.
  bool anonymous = false;

  // Position of the column in `columns`, or nullopt.
  std::optional<size_t> Find(std::string_view column) const;
};

// A row; `values` are in the order of the table's columns or of the query's projection.
struct Row {
  std::string id;
  std::vector<Value> values;
  bool operator==(const Row&) const = default;
};

// A list column's text for `items`: every item between separators (U+001F), so that an item is
// found whole. Items must not contain U+001F.
std::string EncodeList(const std::vector<std::string>& items);
std::vector<std::string> DecodeList(std::string_view encoded);

// A condition on one row. Two-valued: a comparison with a null cell is false, and kNot turns it
// true. Values compare within their type only; an integer literal is accepted for a real column.
struct Predicate {
  enum class Op {
    kTrue,  // every row
    kAnd,   // all children; true if there are none
    kOr,    // any child; false if there are none
    kNot,   // not the only child
    kEq,    // column against value, from here to kGe
    kNe,
    kLt,
    kLe,
    kGt,
    kGe,
    kHas,     // a list column holds the item; a text column contains the text
    kIsNull,  // the cell is null
  };
  Op op = Op::kTrue;
  std::string column = {};  // "id" stands for the row's id
  Value value = {};
  std::vector<Predicate> children = {};

  static Predicate True() { return {}; }
  static Predicate Compare(Op op, std::string column, Value value) {
    return {.op = op, .column = std::move(column), .value = std::move(value)};
  }
  static Predicate Eq(std::string column, Value value) {
    return Compare(Op::kEq, std::move(column), std::move(value));
  }
  static Predicate All(std::vector<Predicate> children) {
    return {.op = Op::kAnd, .children = std::move(children)};
  }
  static Predicate Any(std::vector<Predicate> children) {
    return {.op = Op::kOr, .children = std::move(children)};
  }
  static Predicate Not(Predicate child) { return {.op = Op::kNot, .children = {std::move(child)}}; }
};

struct Order {
  std::string column;  // "id" is always the last key, ascending, and need not be given
  bool descending = false;
};

// Rows of one organisation. Nulls sort before all values (after them when descending).
struct Query {
  Predicate where = {};
  std::vector<Order> order = {};
  // Resume after the row with these values of the `order` columns and this id (keyset paging).
  std::optional<Row> after = {};
  // Most rows to return; must be above 0.
  int64_t limit = 1000;
  // Columns to return, in this order; all columns of the table if empty.
  std::vector<std::string> projection = {};
};

// Groups of a rollup, summed over those of its `group_by` columns that are not in `group_by` here.
struct RollupQuery {
  Predicate where = {};                    // on the rollup's group_by columns
  std::vector<std::string> group_by = {};  // a subset of the rollup's; may be empty (one total)
};

struct RollupRow {
  std::vector<Value> group;  // in the order of RollupQuery::group_by
  int64_t count = 0;
  std::vector<double> sums;  // in the order of Rollup::sums
  bool operator==(const RollupRow&) const = default;
};

// What Upsert did, in rows.
struct UpsertCounts {
  int64_t inserted = 0;
  int64_t updated = 0;
  int64_t unchanged = 0;
  bool operator==(const UpsertCounts&) const = default;
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_TABLE_H_

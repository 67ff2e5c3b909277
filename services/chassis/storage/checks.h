// Whether rows, queries and rollup queries fit their table. Every engine asks here first, so that
// all refuse the same things in the same way: INVALID_ARGUMENT with a text for the developer.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_CHECKS_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_CHECKS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/chassis/storage/table.h"

namespace potential::storage {

// Most bytes of one text, list or blob.
inline constexpr size_t kMaxCellBytes = 64 << 20;
// The largest integer, either way, in a column that a rollup sums: up to it a double is exact.
inline constexpr int64_t kMaxSummand = int64_t{1} << 53;
// Most levels of a predicate, and most columns of an order.
inline constexpr int kMaxPredicateDepth = 64;
inline constexpr size_t kMaxOrderColumns = 16;

// The columns that a predicate may speak of: those of a table and its id, or, if `rollup` is given,
// the columns that the rollup groups by.
struct ColumnScope {
  const Table* table;
  const Rollup* rollup = nullptr;

  std::optional<ColumnType> TypeOf(const std::string& column) const;
};

// Whether the value is of the type; null is of none.
bool IsOfType(const Value& value, ColumnType type);

// The table must carry the rollups that the schema gives it.
absl::Status CheckRow(const Table& table, const Row& row);
absl::Status CheckPredicate(const ColumnScope& scope, const Predicate& predicate);
absl::Status CheckQuery(const Table& table, const Query& query);
absl::Status CheckRollupQuery(const Table& table, const Rollup& rollup, const RollupQuery& query);

// The rollup of this name, or nullptr.
const Rollup* FindRollup(const Table& table, const std::string& name);

// The query's full sort key: its order up to and including "id", which is added if it is not there.
std::vector<Order> SortKeys(const Query& query);

// A literal as the column's type holds it: an integer becomes a real for a real column.
Value LiteralFor(ColumnType type, const Value& literal);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_CHECKS_H_

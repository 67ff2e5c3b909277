// The meaning of conditions and orders, evaluated directly on values: the definition that an
// engine's SQL is compared with. Arguments must have passed the checks of checks.h.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_EVALUATE_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_EVALUATE_H_

#include <vector>

#include "services/chassis/storage/table.h"

namespace potential::storage {

// Below, equal to or above 0 as `a` sorts before, with or after `b`. Null sorts first; values that
// are not null are of the same type.
int CompareValues(const Value& a, const Value& b);

struct ValuesLess {
  bool operator()(const std::vector<Value>& a, const std::vector<Value>& b) const;
};

// Whether the row (values in the order of the table's columns) meets the condition.
bool Matches(const Table& table, const Row& row, const Predicate& predicate);

// Whether `a` comes before `b` by these keys, of which the last is "id".
bool SortsBefore(const Table& table, const std::vector<Order>& keys, const Row& a, const Row& b);

// Whether the row comes after the query's position; true if it has none.
bool LiesAfter(const Table& table, const Query& query, const Row& row);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_EVALUATE_H_

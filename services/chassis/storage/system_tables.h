// The tables behind change_log.h, history.h and request_log.h. Part of the file format: a change is
// a migration.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SYSTEM_TABLES_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SYSTEM_TABLES_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "services/chassis/storage/table.h"

namespace potential::storage {

const Table& RevisionsTable();  // one row, "current": the last revision and the compaction floor
const Table& TopicsTable();     // one row for each topic
const Table& ChangesTable();    // id: revision "." number of the change
const Table& HistoryTable();    // id: name "@" revision
const Table& RequestsTable();   // id: caller, method and request id

// A number that is not negative, as text that sorts by its value.
std::string SortableNumber(int64_t number);

// The condition that a row's id lies between two others, without them.
Predicate IdBetween(std::string low, std::string high);

int64_t IntegerIn(const Row& row, size_t column);
const std::string& TextIn(const Row& row, size_t column);
absl::Time TimeIn(const Row& row, size_t column);
Value TimeValue(absl::Time time);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SYSTEM_TABLES_H_

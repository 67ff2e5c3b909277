// What one write changes in the rollups, added up in memory and written once: a thousand rows of
// one group cost one update of that group.
//
// Belongs to one SqliteWriter. A sum that leaves the range of int64_t is INVALID_ARGUMENT at Flush.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_ROLLUP_DELTAS_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_ROLLUP_DELTAS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "services/chassis/storage/sqlite_connection.h"
#include "services/chassis/storage/table.h"

namespace potential::storage {

class RollupDeltas {
 public:
  // A row has come or gone; `values` are in the order of the table's columns.
  void Add(SqliteTable& table, const std::string& organisation, const std::vector<Value>& values) {
    Count(table, organisation, values, 1);
  }
  void Remove(SqliteTable& table, const std::string& organisation,
              const std::vector<Value>& values) {
    Count(table, organisation, values, -1);
  }

  // Writes what has added up, and starts afresh.
  absl::Status Flush(SqliteConnection& connection);

 private:
  struct Delta {
    SqliteTable* table;
    SqliteTable::RollupColumns* rollup;
    std::string organisation;
    std::vector<Value> group;
    int64_t count = 0;
    std::vector<Value> sums;
  };

  void Count(SqliteTable& table, const std::string& organisation, const std::vector<Value>& values,
             int sign);
  Delta& Find(SqliteTable& table, SqliteTable::RollupColumns& rollup,
              const std::string& organisation, const std::vector<Value>& values);
  void AddTo(Value& sum, const Value& value, int sign);
  static absl::Status FlushOne(SqliteConnection& connection, const Delta& delta);

  absl::flat_hash_map<std::string, Delta> deltas_;
  std::string key_;  // kept for its memory
  bool overflow_ = false;
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_ROLLUP_DELTAS_H_

// SQL text for rows, queries and rollups of one table, in SQLite's dialect. Identifiers come quoted
// from the schema; values are always bound, never spelled.
//
// The text keeps the seam's meaning exactly: conditions are two-valued, nulls sort first, and a
// resumed query continues where it stopped. Queries must have passed CheckQuery.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SQL_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SQL_H_

#include <string>
#include <vector>

#include "services/chassis/storage/checks.h"
#include "services/chassis/storage/table.h"

namespace potential::storage {

// A statement and the values of its parameters, in order.
struct Sql {
  std::string text;
  std::vector<Value> values;
};

// Parameters: organisation, id. Returns the columns in the table's order.
std::string GetSql(const Table& table);
// Parameters: organisation, id, and the columns in the table's order. InsertSql leaves a row that
// exists as it is; PutSql overwrites it.
std::string InsertSql(const Table& table);
std::string PutSql(const Table& table);
// Parameters: organisation, id.
std::string EraseSql(const Table& table);

// The least organisation, and the least after the parameter.
std::string FirstOrganisationSql(const Table& table);
std::string NextOrganisationSql(const Table& table);

// The statements whose results, one after the other and cut at query.limit rows, are the query's:
// one, or for a resumed query one for each range of keys that is left. The last parameter of each
// is the most rows to return. Returns the id and then the columns.
std::vector<Sql> SelectSql(const Table& table, const std::string& organisation, const Query& query);

// Returns the groups, the count and the sums.
Sql SelectRollupSql(const Table& table, const Rollup& rollup, const std::string& organisation,
                    const RollupQuery& query);
// Parameters: organisation, groups, count, sums, all of them differences to add.
std::string AddToRollupSql(const Table& table, const Rollup& rollup);
// Parameters: organisation, groups.
std::string EraseEmptyGroupSql(const Table& table, const Rollup& rollup);

// A condition, appended to `sql`. Null or false both mean that the row does not match.
void AppendPredicate(const ColumnScope& scope, const Predicate& predicate, Sql& sql);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SQL_H_

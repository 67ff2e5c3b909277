// SQL text that makes the tables of a schema in SQLite. The README writes the file format down.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SQL_SCHEMA_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SQL_SCHEMA_H_

#include <string>
#include <vector>

#include "services/chassis/storage/store.h"
#include "services/chassis/storage/table.h"

namespace potential::storage {

// A name of the schema as an SQL identifier. Names hold no quotes (see Schema), so none is escaped.
std::string Quoted(const std::string& name);

// The quoted name of a rollup's own table, and of its columns beside the groups.
std::string RollupTable(const Table& table, const Rollup& rollup);
std::string CountColumn();
std::string SumColumn(const std::string& column);

// Null within a rollup's key, as SQL. The key admits no nulls; minus infinity is neither an integer
// nor text, and sorts before both, as null does.
inline constexpr char kNullGroupSql[] = "-9e999";
inline constexpr double kNullGroup = -__builtin_inf();

// What a migration does to the tables, statement by statement. `after` knows each table that the
// migration names as it is after the migration.
std::vector<std::string> MigrationSql(const Migration& migration,
                                      const std::vector<const Table*>& after);

// What takes a table away with all that belongs to it.
std::vector<std::string> DropTableSql(const Table& table);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SQL_SCHEMA_H_

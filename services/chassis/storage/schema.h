// The tables as a list of migrations leaves them; what every engine checks tables against.
//
//   ASSIGN_OR_RETURN(Schema schema, Schema::Of(migrations));
//   ASSIGN_OR_RETURN(Table posts, schema.Resolve(kPosts));
//
// A Schema is a value. Failures are INVALID_ARGUMENT with a text for the developer.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SCHEMA_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SCHEMA_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/chassis/storage/store.h"
#include "services/chassis/storage/table.h"

namespace potential::storage {

class Schema {
 public:
  // The schema after all of `migrations`: numbered 1, 2, 3, ... without gap, each naming what
  // exists and making what does not.
  static absl::StatusOr<Schema> Of(const std::vector<Migration>& migrations);

  // One migration more. After a failure the schema is of no use.
  absl::Status Apply(const Migration& migration);

  // Version of the last migration; 0 if none.
  int version() const { return version_; }

  // The table, or nullptr. Valid until the next Apply.
  const Table* Find(const std::string& name) const;

  // A caller's table with the schema's indexes and rollups. The caller's columns must be those of
  // the schema, in any order; the order stays the caller's.
  absl::StatusOr<Table> Resolve(const Table& table) const;

 private:
  absl::Status Create(const Table& table);
  absl::Status Add(const std::vector<Migration::AddColumn>& additions);
  absl::Status Drop(const std::vector<std::string>& names);

  int version_ = 0;
  std::map<std::string, Table> tables_;
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SCHEMA_H_

// Records in a snapshot, for reads that are no standard method.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_RECORD_READING_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_RECORD_READING_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/storage/store.h"

namespace potential::records {

// The record with this full name. NOT_FOUND if there is none, it is deleted, or the name is not one
// of this kind and organisation; DATA_LOSS if its body is damaged.
template <typename Record>
absl::StatusOr<Record> ReadRecord(storage::TableReader& tables, const KindTable& kinds,
                                  const std::string& organisation, absl::string_view name) {
  const RecordKind& kind = *kinds.FindRecord(Record::descriptor());
  const std::optional<resource::ResourceName> parsed = resource::ParseName(name);
  if (!parsed || parsed->collection != kind.rules.collection() ||
      parsed->organisation != organisation) {
    return resource::NotFound(name);
  }
  ASSIGN_OR_RETURN(const std::optional<storage::Row> row,
                   tables.Get(kind.table, organisation, parsed->id));
  if (!row) return resource::NotFound(name);
  const size_t body = *kind.table.Find(kBodyColumn);
  Record record;
  if (!record.ParseFromString(std::get<std::string>(row->values[body]))) {
    return absl::DataLossError("the stored body of a record does not parse");
  }
  if (record.has_delete_time()) return resource::NotFound(name);
  return record;
}

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_RECORD_READING_H_

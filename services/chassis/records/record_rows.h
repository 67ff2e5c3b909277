// Records as rows of their kind's table.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_RECORD_ROWS_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_RECORD_ROWS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/storage/store.h"
#include "services/chassis/storage/table.h"

namespace potential::records {

// An empty message of the kind's type.
std::unique_ptr<google::protobuf::Message> NewRecord(const RecordKind& kind);

storage::Row MakeRow(const RecordKind& kind, const std::string& id,
                     const google::protobuf::Message& record);

// Reads a stored body, the last value of a row. DATA_LOSS if it does not parse; `name` says whose
// it is.
absl::Status ParseBody(const std::string& body, absl::string_view name,
                       google::protobuf::Message& record);

// `where`, and not deleted.
storage::Predicate NotDeletedAnd(storage::Predicate where);

// Calls `visit` with the body of each of an organisation's records that match and are not deleted,
// in order and however many there are, until it fails. It may write to other tables.
absl::Status ScanRecords(storage::TableReader& tables, const std::string& organisation,
                         const RecordKind& kind, storage::Predicate where,
                         std::vector<storage::Order> order,
                         const std::function<absl::Status(const std::string& body)>& visit);

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_RECORD_ROWS_H_

// The standard methods as functions over untyped messages; BindStandardMethods binds them.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_STANDARD_METHODS_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_STANDARD_METHODS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/rpc/routes.h"

namespace potential::records {

// Page sizes of every List.
inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;
// A page ends before its records pass this size, so that it fits gRPC's default message limit.
inline constexpr size_t kMaxPageBytes = 3 * 1024 * 1024;

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> CreateRecord(
    const RecordKind& kind, Transaction& transaction, const google::protobuf::Message& request);

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> UpdateRecord(
    const RecordKind& kind, Transaction& transaction, const google::protobuf::Message& request);

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> DeleteRecord(
    const RecordKind& kind, Transaction& transaction, const google::protobuf::Message& request);

absl::StatusOr<rpc::Answer> GetRecord(const RecordKind& kind, storage::TableReader& tables,
                                      const rpc::CallContext& call,
                                      const google::protobuf::Message& request);

// Puts the facts of the request's repeated field `facts`; `response` has the counts.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> BatchCreateFacts(
    const FactKind& kind, const google::protobuf::FieldDescriptor& facts,
    const google::protobuf::Message& response_prototype, Transaction& transaction,
    const google::protobuf::Message& request);

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_STANDARD_METHODS_H_

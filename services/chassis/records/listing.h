// List methods of records and facts: filter, order, pages.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_LISTING_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_LISTING_H_

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/resource/page_token.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/storage/store.h"

namespace potential::records {

// What is listed: a record kind (rows with bodies) or a fact kind (rows of typed columns).
struct Listing {
  const storage::Table* table;
  const resource::ColumnPlan* columns;
  bool has_body;
  const google::protobuf::FieldDescriptor* items;  // repeated field of the response
  const google::protobuf::Message* response_prototype;
};

absl::StatusOr<rpc::Answer> ListPage(const Listing& listing, const resource::PageTokens& tokens,
                                     storage::TableReader& tables, const rpc::CallContext& call,
                                     const google::protobuf::Message& request);

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_LISTING_H_

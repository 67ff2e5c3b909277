#include "services/chassis/records/listing.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/chassis/records/record_fields.h"
#include "services/chassis/records/standard_methods.h"
#include "services/chassis/resource/filter.h"
#include "services/chassis/resource/order_by.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::records {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using storage::Predicate;
using storage::Row;

absl::StatusOr<int64_t> PageSize(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("page_size");
  const int asked = request.GetReflection()->GetInt32(request, field);
  if (asked < 0) return resource::InvalidArgument("page_size", "must not be negative");
  return asked == 0 ? kDefaultPageSize : std::min(asked, kMaxPageSize);
}

// The columns of the order, then what a message is made from.
std::vector<std::string> Projection(const Listing& listing,
                                    const std::vector<storage::Order>& order) {
  std::vector<std::string> columns;
  for (const storage::Order& key : order) columns.push_back(key.column);
  if (listing.has_body) {
    columns.push_back(kBodyColumn);
  } else {
    for (const storage::Column& column : listing.columns->columns()) {
      columns.push_back(column.name);
    }
  }
  return columns;
}

// Cuts a row into the order's values, which stay, and the rest, which is returned.
Row TakeContent(Row& row, size_t keys) {
  const auto split = row.values.begin() + static_cast<std::ptrdiff_t>(keys);
  Row content{.id = row.id, .values = {split, row.values.end()}};
  row.values.erase(split, row.values.end());
  return content;
}

absl::Status AddItem(const Listing& listing, const Row& content, Message& response) {
  Message* item = response.GetReflection()->AddMessage(&response, listing.items);
  if (!listing.has_body) return listing.columns->Fill(item, content);
  if (item->ParseFromString(std::get<std::string>(content.values.back()))) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the stored body of ", content.id, " does not parse"));
}

absl::StatusOr<storage::Query> QueryOf(const Listing& listing, const Message& request,
                                       const resource::PageScope& scope) {
  ASSIGN_OR_RETURN(Predicate where, resource::ParseFilter(*listing.columns, scope.filter));
  if (listing.has_body && !scope.show_deleted) {
    where = Predicate::All({Predicate::Eq(kDeletedColumn, int64_t{0}), std::move(where)});
  }
  ASSIGN_OR_RETURN(std::vector<storage::Order> order,
                   resource::ParseOrderBy(*listing.columns, scope.order_by));
  if (order.empty() && listing.table->Find("create_time")) order = {{"create_time", true}};
  ASSIGN_OR_RETURN(const int64_t page_size, PageSize(request));
  return storage::Query{.where = std::move(where),
                        .order = order,
                        .after = {},
                        .limit = page_size + 1,
                        .projection = Projection(listing, order)};
}

}  // namespace

absl::StatusOr<rpc::Answer> ListPage(const Listing& listing, const resource::PageTokens& tokens,
                                     storage::TableReader& tables, const rpc::CallContext& call,
                                     const Message& request) {
  const resource::PageScope scope{.method = call.method->full_name(),
                                  .organisation = call.organisation,
                                  .parent = TextField(request, "parent"),
                                  .filter = TextField(request, "filter"),
                                  .order_by = TextField(request, "order_by"),
                                  .show_deleted = BoolField(request, "show_deleted")};
  ASSIGN_OR_RETURN(storage::Query query, QueryOf(listing, request, scope));
  const std::string token = TextField(request, "page_token");
  if (!token.empty()) {
    ASSIGN_OR_RETURN(query.after, tokens.Decode(scope, token, *listing.columns, query.order));
  }
  ASSIGN_OR_RETURN(std::vector<Row> rows,
                   tables.Select(*listing.table, call.organisation, query));
  std::unique_ptr<Message> response(listing.response_prototype->New());
  const size_t most = static_cast<size_t>(query.limit - 1);
  size_t bytes = 0;
  size_t taken = 0;
  for (; taken < std::min(rows.size(), most) && (taken == 0 || bytes < kMaxPageBytes); ++taken) {
    const Row content = TakeContent(rows[taken], query.order.size());
    if (listing.has_body) bytes += std::get<std::string>(content.values.back()).size();
    RETURN_IF_ERROR(AddItem(listing, content, *response));
  }
  if (taken < rows.size()) {
    SetTextField(*response, "next_page_token", tokens.Encode(scope, rows[taken - 1]));
  }
  return rpc::Answer{rpc::Serialize(*response)};
}

}  // namespace potential::records

#include "services/chassis/records/record_rows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/records/record_fields.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::records {
namespace {

using google::protobuf::Message;
using storage::Predicate;
using storage::Row;

constexpr int64_t kScanPage = 1000;

}  // namespace

std::unique_ptr<Message> NewRecord(const RecordKind& kind) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(kind.type)->New());
}

Row MakeRow(const RecordKind& kind, const std::string& id, const Message& record) {
  Row row{.id = id, .values = kind.columns->Extract(record)};
  row.values.emplace_back(int64_t{HasField(record, "delete_time")});
  row.values.emplace_back(record.SerializeAsString());
  return row;
}

absl::Status ParseBody(const std::string& body, absl::string_view name, Message& record) {
  if (record.ParseFromString(body)) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the stored body of ", name, " does not parse"));
}

Predicate NotDeletedAnd(Predicate where) {
  std::vector<Predicate> children;
  children.push_back(Predicate::Eq(kDeletedColumn, int64_t{0}));
  children.push_back(std::move(where));
  return Predicate::All(std::move(children));
}

absl::Status ScanRecords(storage::TableReader& tables, const std::string& organisation,
                         const RecordKind& kind, Predicate where, std::vector<storage::Order> order,
                         const std::function<absl::Status(const std::string&)>& visit) {
  std::vector<std::string> projection;
  for (const storage::Order& key : order) projection.push_back(key.column);
  projection.push_back(kBodyColumn);
  storage::Query query{.where = NotDeletedAnd(std::move(where)),
                       .order = std::move(order),
                       .after = {},
                       .limit = kScanPage,
                       .projection = std::move(projection)};
  while (true) {
    ASSIGN_OR_RETURN(std::vector<Row> rows, tables.Select(kind.table, organisation, query));
    for (const Row& row : rows) {
      RETURN_IF_ERROR(visit(std::get<std::string>(row.values.back())));
    }
    if (rows.size() < static_cast<size_t>(kScanPage)) return absl::OkStatus();
    query.after = std::move(rows.back());
    query.after->values.pop_back();
  }
}

}  // namespace potential::records

#include "services/chassis/storage/request_log.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/storage/system_tables.h"

namespace potential::storage {
namespace {

constexpr size_t kTimeColumn = 3;

// With the lengths, so that no two keys make the same id.
std::string RequestId(const RequestKey& key) {
  return absl::StrCat(key.caller.size(), ":", key.caller, key.method.size(), ":", key.method,
                      key.request_id);
}

// Erases the first of the requests by time that meet the condition; says how many.
absl::StatusOr<int64_t> EraseOldest(TableWriter& writer, const std::string& organisation,
                                    const Predicate& where, int64_t limit) {
  const Query query = {
      .where = where, .order = {{.column = "time"}}, .limit = limit, .projection = {"time"}};
  ASSIGN_OR_RETURN(const std::vector<Row> rows,
                   writer.Select(RequestsTable(), organisation, query));
  for (const Row& row : rows) RETURN_IF_ERROR(writer.Erase(RequestsTable(), organisation, row.id));
  return static_cast<int64_t>(rows.size());
}

}  // namespace

absl::StatusOr<std::optional<RequestRecord>> FindRequest(TableReader& reader, const RequestKey& key,
                                                         absl::Time now) {
  ASSIGN_OR_RETURN(const std::optional<Row> row,
                   reader.Get(RequestsTable(), key.organisation, RequestId(key)));
  if (!row || TimeIn(*row, kTimeColumn) < now - kRequestLifetime) return std::nullopt;
  return RequestRecord{.payload_hash = absl::HexStringToBytes(TextIn(*row, 0)),
                       .name = TextIn(*row, 1),
                       .revision = IntegerIn(*row, 2),
                       .time = TimeIn(*row, kTimeColumn)};
}

absl::Status RememberRequest(TableWriter& writer, const RequestKey& key,
                             const RequestRecord& record, int64_t most) {
  const Row row = {.id = RequestId(key),
                   .values = {absl::BytesToHexString(record.payload_hash), record.name,
                              record.revision, TimeValue(record.time)}};
  RETURN_IF_ERROR(writer.Put(RequestsTable(), key.organisation, row));
  ASSIGN_OR_RETURN(const std::vector<RollupRow> total,
                   writer.SelectRollup(RequestsTable(), "total", key.organisation, {}));
  const int64_t excess = total[0].count - most;
  if (excess <= 0) return absl::OkStatus();
  return EraseOldest(writer, key.organisation, Predicate::True(), excess).status();
}

absl::StatusOr<int64_t> PurgeRequests(TableWriter& writer, const std::string& organisation,
                                      absl::Time now, int64_t limit) {
  return EraseOldest(
      writer, organisation,
      Predicate::Compare(Predicate::Op::kLt, "time", TimeValue(now - kRequestLifetime)), limit);
}

}  // namespace potential::storage

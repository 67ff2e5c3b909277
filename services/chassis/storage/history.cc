#include "services/chassis/storage/history.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/storage/system_tables.h"

namespace potential::storage {
namespace {

std::string EntryId(const std::string& name, int64_t revision) {
  return absl::StrCat(name, "@", SortableNumber(revision));
}

Value Bytes(const std::optional<std::string>& bytes) { return bytes ? Value(*bytes) : Value(); }

std::optional<std::string> BytesIn(const Row& row, size_t column) {
  const auto* bytes = std::get_if<std::string>(&row.values[column]);
  return bytes == nullptr ? std::nullopt : std::make_optional(*bytes);
}

Row RowOf(const HistoryEntry& entry) {
  return {.id = EntryId(entry.name, entry.revision),
          .values = {entry.revision, entry.name, entry.subject, entry.role, entry.method,
                     TimeValue(entry.time), Bytes(entry.before), Bytes(entry.after)}};
}

HistoryEntry EntryOf(const Row& row) {
  return {.revision = IntegerIn(row, 0),
          .name = TextIn(row, 1),
          .subject = TextIn(row, 2),
          .role = TextIn(row, 3),
          .method = TextIn(row, 4),
          .time = TimeIn(row, 5),
          .before = BytesIn(row, 6),
          .after = BytesIn(row, 7)};
}

}  // namespace

absl::Status AppendHistory(TableWriter& writer, const std::string& organisation,
                           const HistoryEntry& entry) {
  Row row = RowOf(entry);
  ASSIGN_OR_RETURN(const std::optional<Row> first,
                   writer.Get(HistoryTable(), organisation, row.id));
  if (first) row.values[6] = first->values[6];
  return writer.Put(HistoryTable(), organisation, row);
}

absl::StatusOr<std::optional<HistoryEntry>> GetHistory(TableReader& reader,
                                                       const std::string& organisation,
                                                       const std::string& name, int64_t revision) {
  ASSIGN_OR_RETURN(const std::optional<Row> row,
                   reader.Get(HistoryTable(), organisation, EntryId(name, revision)));
  if (!row) return std::nullopt;
  return EntryOf(*row);
}

absl::StatusOr<std::vector<HistoryEntry>> ListHistory(TableReader& reader,
                                                      const std::string& organisation,
                                                      const std::string& name,
                                                      int64_t after_revision, int64_t limit) {
  // The range finds the entries; names that continue this one after an '@' may lie in it as well.
  constexpr int64_t kLast = std::numeric_limits<int64_t>::max();
  const Query query = {
      .where = Predicate::All({IdBetween(EntryId(name, after_revision), EntryId(name, kLast)),
                               Predicate::Eq("name", name)}),
      .limit = limit};
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Select(HistoryTable(), organisation, query));
  std::vector<HistoryEntry> entries;
  for (const Row& row : rows) entries.push_back(EntryOf(row));
  return entries;
}

absl::StatusOr<int64_t> PurgeHistory(TableWriter& writer, const std::string& organisation,
                                     absl::Time cutoff, int64_t limit) {
  const Query query = {.where = Predicate::Compare(Predicate::Op::kLt, "time", TimeValue(cutoff)),
                       .order = {{.column = "time"}},
                       .limit = limit,
                       .projection = {"time"}};
  ASSIGN_OR_RETURN(const std::vector<Row> rows, writer.Select(HistoryTable(), organisation, query));
  for (const Row& row : rows) RETURN_IF_ERROR(writer.Erase(HistoryTable(), organisation, row.id));
  return static_cast<int64_t>(rows.size());
}

}  // namespace potential::storage

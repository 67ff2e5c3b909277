#include "services/chassis/storage/change_log.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/storage/system_tables.h"

namespace potential::storage {
namespace {

constexpr char kCurrent[] = "current";
constexpr int64_t kPageSize = 1000;
constexpr int64_t kMaxChangesRead = 100'000;

struct Counter {
  int64_t revision = 0;
  int64_t floor = 0;  // the last revision whose changes are forgotten
};

absl::StatusOr<Counter> ReadCounter(TableReader& reader, const std::string& organisation) {
  ASSIGN_OR_RETURN(const std::optional<Row> row,
                   reader.Get(RevisionsTable(), organisation, kCurrent));
  if (!row) return Counter();
  return Counter{.revision = IntegerIn(*row, 0), .floor = IntegerIn(*row, 1)};
}

absl::Status WriteCounter(TableWriter& writer, const std::string& organisation,
                          const Counter& counter) {
  return writer.Put(RevisionsTable(), organisation,
                    {.id = kCurrent, .values = {counter.revision, counter.floor}});
}

// Ids of a revision's changes are "revision.number". '/' follows '.' in the order of characters.
std::string FirstId(int64_t revision) { return SortableNumber(revision) + "."; }
std::string LastId(int64_t revision) { return SortableNumber(revision) + "/"; }

// How many changes of the revision there are already: its last one carries their number.
absl::StatusOr<int64_t> CountChanges(TableReader& reader, const std::string& organisation,
                                     int64_t revision) {
  const Query last = {.where = IdBetween(FirstId(revision), LastId(revision)),
                      .order = {{.column = "id", .descending = true}},
                      .limit = 1,
                      .projection = {"revision"}};
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Select(ChangesTable(), organisation, last));
  if (rows.empty()) return 0;
  return std::stoll(rows[0].id.substr(FirstId(revision).size())) + 1;
}

// Changes with ids between these two, in order.
absl::StatusOr<std::vector<Row>> SelectChanges(TableReader& reader, const std::string& organisation,
                                               const std::string& low, const std::string& high,
                                               int64_t limit) {
  return reader.Select(ChangesTable(), organisation,
                       {.where = IdBetween(low, high), .limit = limit});
}

std::vector<Revision> GroupByRevision(const std::vector<Row>& rows) {
  std::vector<Revision> revisions;
  for (const Row& row : rows) {
    const int64_t revision = IntegerIn(row, 0);
    if (revisions.empty() || revisions.back().revision != revision) {
      revisions.push_back({.revision = revision, .time = TimeIn(row, 1), .changes = {}});
    }
    revisions.back().changes.push_back(
        {.topic = TextIn(row, 2),
         .name = TextIn(row, 3),
         .operation = static_cast<Change::Operation>(IntegerIn(row, 4))});
  }
  return revisions;
}

}  // namespace

absl::StatusOr<int64_t> NextRevision(TableWriter& writer, const std::string& organisation) {
  ASSIGN_OR_RETURN(Counter counter, ReadCounter(writer, organisation));
  ++counter.revision;
  RETURN_IF_ERROR(WriteCounter(writer, organisation, counter));
  return counter.revision;
}

absl::StatusOr<int64_t> CurrentRevision(TableReader& reader, const std::string& organisation) {
  ASSIGN_OR_RETURN(const Counter counter, ReadCounter(reader, organisation));
  return counter.revision;
}

absl::Status AppendChanges(TableWriter& writer, const std::string& organisation, int64_t revision,
                           absl::Time time, const std::vector<Change>& changes) {
  ASSIGN_OR_RETURN(int64_t number, CountChanges(writer, organisation, revision));
  std::set<std::string> topics;
  for (const Change& change : changes) {
    const Row row = {.id = absl::StrCat(FirstId(revision), SortableNumber(number++)),
                     .values = {revision, TimeValue(time), change.topic, change.name,
                                static_cast<int64_t>(change.operation)}};
    RETURN_IF_ERROR(writer.Put(ChangesTable(), organisation, row));
    topics.insert(change.topic);
  }
  for (const std::string& topic : topics) {
    RETURN_IF_ERROR(writer.Put(TopicsTable(), organisation, {.id = topic, .values = {revision}}));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, int64_t>> TopicRevisions(TableReader& reader,
                                                              const std::string& organisation) {
  std::map<std::string, int64_t> revisions;
  Query query = {.limit = kPageSize};
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<Row> rows,
                     reader.Select(TopicsTable(), organisation, query));
    for (const Row& row : rows) revisions[row.id] = IntegerIn(row, 0);
    if (static_cast<int64_t>(rows.size()) < kPageSize) return revisions;
    query.after = Row{.id = rows.back().id, .values = {}};
  }
}

absl::StatusOr<std::vector<Revision>> ReadChanges(TableReader& reader,
                                                  const std::string& organisation,
                                                  int64_t after_revision, int64_t limit) {
  ASSIGN_OR_RETURN(const Counter counter, ReadCounter(reader, organisation));
  if (after_revision < counter.floor || after_revision > counter.revision) {
    return absl::OutOfRangeError("the changes after this revision cannot be told");
  }
  if (limit <= 0) return absl::InvalidArgumentError("the limit must be above 0");
  limit = std::min(limit, kMaxChangesRead);
  // One row more than asked for shows whether the last revision is whole.
  ASSIGN_OR_RETURN(std::vector<Row> rows,
                   SelectChanges(reader, organisation, LastId(after_revision),
                                 LastId(counter.revision), limit + 1));
  if (static_cast<int64_t>(rows.size()) <= limit) return GroupByRevision(rows);

  std::vector<Revision> revisions = GroupByRevision(rows);
  if (revisions.size() > 1) {
    revisions.pop_back();
    return revisions;
  }
  // A single revision with more changes than the limit comes whole all the same.
  const int64_t only = revisions[0].revision;
  ASSIGN_OR_RETURN(const int64_t count, CountChanges(reader, organisation, only));
  ASSIGN_OR_RETURN(rows, SelectChanges(reader, organisation, FirstId(only), LastId(only), count));
  return GroupByRevision(rows);
}

absl::StatusOr<int64_t> CompactChanges(TableWriter& writer, const std::string& organisation,
                                       int64_t kept, int64_t limit) {
  ASSIGN_OR_RETURN(Counter counter, ReadCounter(writer, organisation));
  const int64_t floor = std::min(counter.revision - kept, counter.floor + limit);
  const int64_t compacted = floor - counter.floor;
  if (compacted <= 0) return 0;
  while (true) {
    ASSIGN_OR_RETURN(
        const std::vector<Row> rows,
        SelectChanges(writer, organisation, FirstId(counter.floor), LastId(floor), kPageSize));
    for (const Row& row : rows) {
      RETURN_IF_ERROR(writer.Erase(ChangesTable(), organisation, row.id));
    }
    if (static_cast<int64_t>(rows.size()) < kPageSize) break;
  }
  counter.floor = floor;
  RETURN_IF_ERROR(WriteCounter(writer, organisation, counter));
  return compacted;
}

}  // namespace potential::storage

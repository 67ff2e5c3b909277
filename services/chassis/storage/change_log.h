// What has changed in an organisation: revisions, the changes of each, and the last revision of
// each topic. Over any store: the tables are ordinary ones, written in the caller's own
// transaction.
//
//   ASSIGN_OR_RETURN(const int64_t revision, NextRevision(writer, organisation));
//   RETURN_IF_ERROR(writer.Put(kPosts, organisation, row));
//   RETURN_IF_ERROR(AppendChanges(writer, organisation, revision, now,
//                                 {{.topic = "posts", .name = name, .operation =
//                                 Change::kCreated}}));
//
// Because the revision is a row of the same transaction, revisions are 1, 2, 3, ... in commit
// order, without gap or repeat; and a snapshot's revision says exactly what the snapshot holds.
//
// Functions fail as the store does, and as said below.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_CHANGE_LOG_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_CHANGE_LOG_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/chassis/storage/store.h"
#include "services/chassis/storage/table.h"

namespace potential::storage {

// The tables of this header, history.h and request_log.h, for migration 1 of every service.
std::vector<Table> SystemTables();

struct Change {
  enum Operation {
    kCreated = 1,
    kUpdated = 2,
    kDeleted = 3,
    kFacts = 4,  // many facts at once; the name is that of their parent
    kFactsPart = 5,  // the same, as a part of a larger whole: more follows at once
  };
  std::string topic;
  std::string name;
  Operation operation = kUpdated;
  bool operator==(const Change&) const = default;
};

// All changes of one revision, in the order in which they were appended.
struct Revision {
  int64_t revision = 0;
  absl::Time time;
  std::vector<Change> changes;
  bool operator==(const Revision&) const = default;
};

// Bumps the organisation's revision and returns the new one. Once per transaction and organisation.
absl::StatusOr<int64_t> NextRevision(TableWriter& writer, const std::string& organisation);

// The organisation's last revision; 0 if there is none.
absl::StatusOr<int64_t> CurrentRevision(TableReader& reader, const std::string& organisation);

// Records the changes of a revision that NextRevision gave in this transaction, and that their
// topics changed in it. May be called again with more. A revision without any change would be a gap
// to watchers: see to it that there is at least one.
absl::Status AppendChanges(TableWriter& writer, const std::string& organisation, int64_t revision,
                           absl::Time time, const std::vector<Change>& changes);

// The last revision of each topic that ever changed.
absl::StatusOr<std::map<std::string, int64_t>> TopicRevisions(TableReader& reader,
                                                              const std::string& organisation);

// The revisions after `after_revision`, ascending and whole: as many as have at most `limit`
// changes together, and at least one if there is one. OUT_OF_RANGE if some of them have been
// compacted away, or if `after_revision` has not been reached: the reader must start from the
// present state.
absl::StatusOr<std::vector<Revision>> ReadChanges(TableReader& reader,
                                                  const std::string& organisation,
                                                  int64_t after_revision, int64_t limit);

// Forgets the changes of all but the last `kept` revisions, the oldest first, of at most `limit`
// revisions (above 0); says of how many. Topics and revisions stay.
absl::StatusOr<int64_t> CompactChanges(TableWriter& writer, const std::string& organisation,
                                       int64_t kept, int64_t limit);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_CHANGE_LOG_H_

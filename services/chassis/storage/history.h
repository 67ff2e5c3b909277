// Who changed which record, when, by which method, from what to what: for audit and for restoring.
// Kept apart from the change log, and for longer. Over any store, in the caller's own transaction.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_HISTORY_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_HISTORY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/chassis/storage/store.h"

namespace potential::storage {

struct HistoryEntry {
  int64_t revision = 0;
  std::string name;     // of the record
  std::string subject;  // who called
  std::string role;     // in which role
  std::string method;   // full name of the method called
  absl::Time time;      // kept to the microsecond
  // The record as serialized bytes; nothing before it was made or after it went.
  std::optional<std::string> before;
  std::optional<std::string> after;
  bool operator==(const HistoryEntry&) const = default;
};

// Adds the entry. A second one for the same name and revision continues the first: it keeps the
// first's `before`.
absl::Status AppendHistory(TableWriter& writer, const std::string& organisation,
                           const HistoryEntry& entry);

// The entry of the record at exactly this revision, or nullopt.
absl::StatusOr<std::optional<HistoryEntry>> GetHistory(TableReader& reader,
                                                       const std::string& organisation,
                                                       const std::string& name, int64_t revision);

// Entries of the record with revisions above `after_revision`, ascending, at most `limit` (above
// 0).
absl::StatusOr<std::vector<HistoryEntry>> ListHistory(TableReader& reader,
                                                      const std::string& organisation,
                                                      const std::string& name,
                                                      int64_t after_revision, int64_t limit);

// Removes entries older than `cutoff`, the oldest first, at most `limit` (above 0); says how many.
absl::StatusOr<int64_t> PurgeHistory(TableWriter& writer, const std::string& organisation,
                                     absl::Time cutoff, int64_t limit);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_HISTORY_H_

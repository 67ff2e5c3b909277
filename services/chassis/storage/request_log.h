// Requests that have been answered, so that a repeat within a day gets the first answer instead of
// doing its work again. Holds what the answer can be found by, not the answer. Over any store, in
// the caller's own transaction.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_REQUEST_LOG_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_REQUEST_LOG_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/chassis/storage/store.h"

namespace potential::storage {

// How long a request is remembered.
inline constexpr absl::Duration kRequestLifetime = absl::Hours(24);
// Most requests remembered for an organisation; beyond them the oldest are forgotten early.
inline constexpr int64_t kMaxRequestsPerOrganisation = 100'000;

struct RequestKey {
  std::string organisation;
  std::string caller;
  std::string method;
  std::string request_id;
};

struct RequestRecord {
  std::string payload_hash;  // any bytes
  std::string name;          // of the record that the request made or changed
  int64_t revision = 0;      // at which it did
  absl::Time time;           // kept to the microsecond
  bool operator==(const RequestRecord&) const = default;
};

// The request if it was answered within the lifetime before `now`, else nullopt.
absl::StatusOr<std::optional<RequestRecord>> FindRequest(TableReader& reader, const RequestKey& key,
                                                         absl::Time now);

// Remembers the request, in place of an older one under the same key, and keeps the organisation's
// number of requests at `most`.
absl::Status RememberRequest(TableWriter& writer, const RequestKey& key,
                             const RequestRecord& record,
                             int64_t most = kMaxRequestsPerOrganisation);

// Forgets requests older than the lifetime, the oldest first, at most `limit` (above 0); says how
// many.
absl::StatusOr<int64_t> PurgeRequests(TableWriter& writer, const std::string& organisation,
                                      absl::Time now, int64_t limit);

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_REQUEST_LOG_H_

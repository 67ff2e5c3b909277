// Whose changes a watcher hears of.

#ifndef POTENTIAL_SERVICES_CHASSIS_FEED_WATCHED_ORGANISATIONS_H_
#define POTENTIAL_SERVICES_CHASSIS_FEED_WATCHED_ORGANISATIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "potential/changes/v1/change_service.pb.h"
#include "services/chassis/rpc/identity.h"

namespace potential::feed {

// Of `all` organisations of the suite, those that the request names, or all that the caller may see if
// it names none. NOT_FOUND for one that does not exist or that the caller may not see.
absl::StatusOr<std::vector<std::string>> WatchedOrganisations(
    const changes::v1::WatchChangesRequest& request, const rpc::Identity& identity,
    const std::vector<std::string>& all);

}  // namespace potential::feed

#endif  // POTENTIAL_SERVICES_CHASSIS_FEED_WATCHED_ORGANISATIONS_H_

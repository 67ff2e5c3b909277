#include "services/chassis/feed/watched_organisations.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "services/chassis/resource/names.h"
#include "services/chassis/resource/violation.h"

namespace potential::feed {

absl::StatusOr<std::vector<std::string>> WatchedOrganisations(
    const changes::v1::WatchChangesRequest& request, const rpc::Identity& identity,
    const std::vector<std::string>& all) {
  std::vector<std::string> organisations;
  if (request.parents().empty()) {
    std::copy_if(all.begin(), all.end(), std::back_inserter(organisations),
                 [&](const std::string& organisation) { return identity.MaySee(organisation); });
    return organisations;
  }
  for (const std::string& parent : request.parents()) {
    const std::optional<std::string> organisation = resource::ParseOrganisation(parent);
    if (!organisation || !identity.MaySee(*organisation) ||
        std::find(all.begin(), all.end(), *organisation) == all.end()) {
      return resource::NotFound(parent);
    }
    organisations.push_back(*organisation);
  }
  return organisations;
}

}  // namespace potential::feed

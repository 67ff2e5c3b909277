// The versions of one story: a tree, as several drafts may revise the same version. At most one
// version is published at a time.

#ifndef POTENTIAL_SERVICES_EVIDENCE_STORY_VERSIONS_H_
#define POTENTIAL_SERVICES_EVIDENCE_STORY_VERSIONS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "potential/evidence/v1/impact_story.pb.h"
#include "services/chassis/records/transaction.h"

namespace potential::evidence {

// The versions from which `story` comes, its own predecessor first.
absl::StatusOr<std::vector<v1::ImpactStory>> EarlierVersions(const v1::ImpactStory& story,
                                                             records::Transaction& transaction);

// Whether a version that `story` does not come from was published. `earlier` is what
// EarlierVersions gives.
absl::StatusOr<bool> AnotherWasPublished(const v1::ImpactStory& story,
                                         const std::vector<v1::ImpactStory>& earlier,
                                         records::Transaction& transaction);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_STORY_VERSIONS_H_

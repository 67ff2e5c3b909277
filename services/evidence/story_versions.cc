#include "services/evidence/story_versions.h"

#include <deque>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::evidence {
namespace {

using records::Transaction;
using v1::ImpactStory;

}  // namespace

absl::StatusOr<std::vector<ImpactStory>> EarlierVersions(const ImpactStory& story,
                                                         Transaction& transaction) {
  std::vector<ImpactStory> earlier;
  std::string name = story.supersedes();
  // A version that was revised is no draft, so it is locked and has not been deleted.
  while (!name.empty()) {
    ASSIGN_OR_RETURN(ImpactStory version, transaction.Get<ImpactStory>(name));
    name = version.supersedes();
    earlier.push_back(std::move(version));
  }
  return earlier;
}

absl::StatusOr<bool> AnotherWasPublished(const ImpactStory& story,
                                         const std::vector<ImpactStory>& earlier,
                                         Transaction& transaction) {
  if (earlier.empty()) return false;
  absl::flat_hash_set<std::string> line = {story.name()};
  for (const ImpactStory& version : earlier) line.insert(version.name());
  std::deque<std::string> to_visit = {earlier.back().name()};
  while (!to_visit.empty()) {
    ASSIGN_OR_RETURN(
        const std::vector<ImpactStory> revisions,
        transaction.Select<ImpactStory>(storage::Predicate::Eq("supersedes", to_visit.front())));
    to_visit.pop_front();
    for (const ImpactStory& revision : revisions) {
      if (!line.contains(revision.name()) && !revision.published_date().empty()) return true;
      to_visit.push_back(revision.name());
    }
  }
  return false;
}

}  // namespace potential::evidence

// Rules of impact stories that their contract cannot state.

#ifndef POTENTIAL_SERVICES_EVIDENCE_STORY_RULES_H_
#define POTENTIAL_SERVICES_EVIDENCE_STORY_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/repeated_field.h"
#include "potential/evidence/v1/impact_story.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::evidence {

// Windows of live indicators do not end before they start, and each dimension is filtered once.
absl::Status CheckImpactStory(const v1::ImpactStory& next, const v1::ImpactStory* previous,
                              records::Transaction& transaction, records::Violations& violations);

// The headings, as they stand in a story, under which nothing is written.
std::vector<std::string> EmptyHeadings(const v1::ImpactStory& story);

// Adds a violation under `citations` for each live indicator of the story that no citation has with
// the same indicator and label, and for each citation that no live indicator has.
void CheckCitations(const v1::ImpactStory& story,
                    const google::protobuf::RepeatedPtrField<v1::ImpactStory::Citation>& citations,
                    records::Violations& violations);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_STORY_RULES_H_

// The indicators of the service, by family of records. Each function reads its tables' descriptions
// from `kinds`, which outlives the catalogue.

#ifndef POTENTIAL_SERVICES_EVIDENCE_INDICATORS_H_
#define POTENTIAL_SERVICES_EVIDENCE_INDICATORS_H_

#include "services/chassis/indicators/catalogue.h"
#include "services/chassis/records/kind.h"

namespace potential::evidence {

// Meetings of forums.
void AddForumIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

// Agreed standards, outcome scores and the episodes that they belong to.
void AddOutcomeIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

// Student projects, research outputs and links with universities.
void AddResearchIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

// Quality improvement projects and how far they have come.
void AddQiIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

// Impact stories.
void AddStoryIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_INDICATORS_H_

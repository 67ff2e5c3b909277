// The indicators of the service, by family of records. Each function reads its tables' descriptions
// from `kinds`, which outlives the catalogue.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INDICATORS_H_
#define POTENTIAL_SERVICES_OCCUPATION_INDICATORS_H_

#include "services/chassis/indicators/catalogue.h"
#include "services/chassis/records/kind.h"

namespace potential::occupation {

// Channels, their reach, and campaigns.
void AddPresenceIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

// Number and minutes of interventions, from their rollup, and their number per whole-time equivalent.
void AddInterventionIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

// Referral pathways in force.
void AddPathwayIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

// Posts and their time for occupational therapy.
void AddPostIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INDICATORS_H_

// The indicators of the service, by family of records. Each function reads its tables' descriptions
// from `kinds`, which outlives the catalogue.

#ifndef POTENTIAL_SERVICES_PARTNERSHIPS_INDICATORS_H_
#define POTENTIAL_SERVICES_PARTNERSHIPS_INDICATORS_H_

#include "services/chassis/indicators/catalogue.h"
#include "services/chassis/records/kind.h"

namespace potential::partnerships {

// Partners, scopings of them, and co-production ambassadors.
void AddPartnerIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

// Practice days, workshops, co-production projects, teaching and shared resources.
void AddJointWorkIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

// Equipment protocols in force.
void AddEquipmentIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds);

}  // namespace potential::partnerships

#endif  // POTENTIAL_SERVICES_PARTNERSHIPS_INDICATORS_H_

// The nine kinds of records and two kinds of facts of the service, with their hooks and rollups.

#ifndef POTENTIAL_SERVICES_EVIDENCE_KINDS_H_
#define POTENTIAL_SERVICES_EVIDENCE_KINDS_H_

#include "services/chassis/records/kind.h"

namespace potential::evidence {

void AddKinds(records::KindTable& kinds);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_KINDS_H_

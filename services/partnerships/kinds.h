// The nine kinds of records of the service, with their hooks.

#ifndef POTENTIAL_SERVICES_PARTNERSHIPS_KINDS_H_
#define POTENTIAL_SERVICES_PARTNERSHIPS_KINDS_H_

#include "services/chassis/records/kind.h"

namespace potential::partnerships {

void AddKinds(records::KindTable& kinds);

}  // namespace potential::partnerships

#endif  // POTENTIAL_SERVICES_PARTNERSHIPS_KINDS_H_

// The sixteen kinds of records of the service, with their hooks.

#ifndef POTENTIAL_SERVICES_WORKFORCE_KINDS_H_
#define POTENTIAL_SERVICES_WORKFORCE_KINDS_H_

#include "services/chassis/records/kind.h"

namespace potential::workforce {

void AddKinds(records::KindTable& kinds);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_KINDS_H_

// The tables of the service, version by version.

#ifndef POTENTIAL_SERVICES_EVIDENCE_MIGRATIONS_H_
#define POTENTIAL_SERVICES_EVIDENCE_MIGRATIONS_H_

#include <vector>

#include "services/chassis/storage/store.h"

namespace potential::evidence {

std::vector<storage::Migration> Migrations();

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_MIGRATIONS_H_

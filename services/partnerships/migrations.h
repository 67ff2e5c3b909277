// The tables of the service, version by version.

#ifndef POTENTIAL_SERVICES_PARTNERSHIPS_MIGRATIONS_H_
#define POTENTIAL_SERVICES_PARTNERSHIPS_MIGRATIONS_H_

#include <vector>

#include "services/chassis/storage/store.h"

namespace potential::partnerships {

std::vector<storage::Migration> Migrations();

}  // namespace potential::partnerships

#endif  // POTENTIAL_SERVICES_PARTNERSHIPS_MIGRATIONS_H_

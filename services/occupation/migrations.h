// The tables of the service, version by version.

#ifndef POTENTIAL_SERVICES_OCCUPATION_MIGRATIONS_H_
#define POTENTIAL_SERVICES_OCCUPATION_MIGRATIONS_H_

#include <vector>

#include "services/chassis/storage/store.h"

namespace potential::occupation {

std::vector<storage::Migration> Migrations();

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_MIGRATIONS_H_

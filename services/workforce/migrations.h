// How the tables of the service came to be what they are.

#ifndef POTENTIAL_SERVICES_WORKFORCE_MIGRATIONS_H_
#define POTENTIAL_SERVICES_WORKFORCE_MIGRATIONS_H_

#include <vector>

#include "services/chassis/storage/store.h"

namespace potential::workforce {

std::vector<storage::Migration> Migrations();

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_MIGRATIONS_H_

// What an organisation's watchers hear of, for tests of what a write changes and for whom.

#ifndef POTENTIAL_SERVICES_CHASSIS_TESTING_CHANGE_ENTRIES_H_
#define POTENTIAL_SERVICES_CHASSIS_TESTING_CHANGE_ENTRIES_H_

#include <string>
#include <vector>

#include "services/chassis/storage/store.h"

namespace potential::testing {

// All changes of the organisation, each as `2 CREATED organisations/slam/posts/ab`: the revision,
// what was done, the name. Aborts if the revisions are not 1, 2, 3, ... up to the current one.
std::vector<std::string> ChangesOf(storage::Store& store, const std::string& organisation);

}  // namespace potential::testing

#endif  // POTENTIAL_SERVICES_CHASSIS_TESTING_CHANGE_ENTRIES_H_

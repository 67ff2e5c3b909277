// A service's file as an earlier version of the service left it, for tests of migrations.

#ifndef POTENTIAL_SERVICES_CHASSIS_TESTING_EARLIER_FILE_H_
#define POTENTIAL_SERVICES_CHASSIS_TESTING_EARLIER_FILE_H_

#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "services/chassis/service/domain_service.h"

namespace potential::testing {

// Makes the SQLite file at `path` with the first `version` migrations of the service and these
// records in it, each with its name set and of a kind whose table is the same today. Aborts if that
// fails.
void MakeEarlierFile(const service::DomainService& definition, const std::string& path,
                     size_t version, const std::vector<const google::protobuf::Message*>& records);

}  // namespace potential::testing

#endif  // POTENTIAL_SERVICES_CHASSIS_TESTING_EARLIER_FILE_H_

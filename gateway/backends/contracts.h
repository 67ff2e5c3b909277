// The contracts of the services behind the gateway, read from their descriptors.

#ifndef POTENTIAL_GATEWAY_BACKENDS_CONTRACTS_H_
#define POTENTIAL_GATEWAY_BACKENDS_CONTRACTS_H_

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace potential::gateway {

// Full names of the contracts that one service each keeps; those that all services share are the
// gateway's own.
const std::vector<std::string>& DomainContracts();

// The type of the records, copies or facts that a collection such as `teachingOpportunities` lists;
// null if no contract lists such a collection. Thread-safe.
const google::protobuf::Descriptor* RecordTypeOf(const std::string& collection);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_BACKENDS_CONTRACTS_H_

// Numbers that the service assigns without gaps, such as those of issues and waves.

#ifndef POTENTIAL_SERVICES_WORKFORCE_NUMBERING_H_
#define POTENTIAL_SERVICES_WORKFORCE_NUMBERING_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "services/chassis/records/transaction.h"

namespace potential::workforce {

// The greatest value of an integer column over the records of a type that match, deleted ones
// included; 0 if there are none.
absl::StatusOr<int32_t> HighestNumber(const google::protobuf::Descriptor* type,
                                      const std::string& column, storage::Predicate where,
                                      records::Transaction& transaction);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_NUMBERING_H_

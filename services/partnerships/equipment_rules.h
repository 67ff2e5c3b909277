// Rules of equipment protocols that their contract cannot state.

#ifndef POTENTIAL_SERVICES_PARTNERSHIPS_EQUIPMENT_RULES_H_
#define POTENTIAL_SERVICES_PARTNERSHIPS_EQUIPMENT_RULES_H_

#include "absl/status/status.h"
#include "potential/partnerships/v1/equipment_protocol.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::partnerships {

// The number of a first version.
absl::Status DeriveEquipmentProtocol(v1::EquipmentProtocol& next,
                                     const v1::EquipmentProtocol* previous,
                                     records::Transaction& transaction);

// The partner, if there is one, is of social care.
absl::Status CheckEquipmentProtocol(const v1::EquipmentProtocol& next,
                                    const v1::EquipmentProtocol* previous,
                                    records::Transaction& transaction,
                                    records::Violations& violations);

}  // namespace potential::partnerships

#endif  // POTENTIAL_SERVICES_PARTNERSHIPS_EQUIPMENT_RULES_H_

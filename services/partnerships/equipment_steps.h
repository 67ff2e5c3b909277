// Ratification, call for review and revision of equipment protocols.

#ifndef POTENTIAL_SERVICES_PARTNERSHIPS_EQUIPMENT_STEPS_H_
#define POTENTIAL_SERVICES_PARTNERSHIPS_EQUIPMENT_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::partnerships {

void BindEquipmentSteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::partnerships

#endif  // POTENTIAL_SERVICES_PARTNERSHIPS_EQUIPMENT_STEPS_H_

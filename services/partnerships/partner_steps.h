// Named transitions of partners and of scopings of them.

#ifndef POTENTIAL_SERVICES_PARTNERSHIPS_PARTNER_STEPS_H_
#define POTENTIAL_SERVICES_PARTNERSHIPS_PARTNER_STEPS_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::partnerships {

void BindPartnerSteps(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::partnerships

#endif  // POTENTIAL_SERVICES_PARTNERSHIPS_PARTNER_STEPS_H_

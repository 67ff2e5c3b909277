// The workforce service as parts for the chassis: its kinds, tables, methods and indicators.

#ifndef POTENTIAL_SERVICES_WORKFORCE_DEFINITION_H_
#define POTENTIAL_SERVICES_WORKFORCE_DEFINITION_H_

#include "services/chassis/service/domain_service.h"

namespace potential::workforce {

service::DomainService Definition();

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_DEFINITION_H_

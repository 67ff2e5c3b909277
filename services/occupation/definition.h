// The occupation service as parts for the chassis: its kinds, tables, methods and indicators.

#ifndef POTENTIAL_SERVICES_OCCUPATION_DEFINITION_H_
#define POTENTIAL_SERVICES_OCCUPATION_DEFINITION_H_

#include "services/chassis/service/domain_service.h"

namespace potential::occupation {

service::DomainService Definition();

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_DEFINITION_H_

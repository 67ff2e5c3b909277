// The partnerships service as parts for the chassis: its kinds, tables, methods and indicators.

#ifndef POTENTIAL_SERVICES_PARTNERSHIPS_DEFINITION_H_
#define POTENTIAL_SERVICES_PARTNERSHIPS_DEFINITION_H_

#include "services/chassis/service/domain_service.h"

namespace potential::partnerships {

service::DomainService Definition();

}  // namespace potential::partnerships

#endif  // POTENTIAL_SERVICES_PARTNERSHIPS_DEFINITION_H_

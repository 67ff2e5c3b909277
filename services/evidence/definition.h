// The evidence service as parts for the chassis: its kinds, tables, methods and indicators.

#ifndef POTENTIAL_SERVICES_EVIDENCE_DEFINITION_H_
#define POTENTIAL_SERVICES_EVIDENCE_DEFINITION_H_

#include "services/chassis/service/domain_service.h"

namespace potential::evidence {

service::DomainService Definition();

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_DEFINITION_H_

// Publication of bulletins.

#ifndef POTENTIAL_SERVICES_WORKFORCE_BULLETIN_STEPS_H_
#define POTENTIAL_SERVICES_WORKFORCE_BULLETIN_STEPS_H_

#include "services/chassis/rpc/routes.h"
#include "services/chassis/service/domain_service.h"

namespace potential::workforce {

// Most opportunities of one issue.
inline constexpr size_t kMaxBulletinEntries = 500;

// Service lines and other organisations are named as the organisation's strategy names them on the
// day of publication.
void BindBulletinSteps(rpc::Routes& routes, service::ServiceContext& context);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_BULLETIN_STEPS_H_

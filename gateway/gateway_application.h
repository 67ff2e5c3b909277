// The gateway as a process: native services, passthrough, HTTP edge.

#ifndef POTENTIAL_GATEWAY_GATEWAY_APPLICATION_H_
#define POTENTIAL_GATEWAY_GATEWAY_APPLICATION_H_

#include "services/chassis/server/process.h"

namespace potential::gateway {

// What RunProcess makes the gateway from.
server::ProcessSpec GatewayProcess();

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_GATEWAY_APPLICATION_H_

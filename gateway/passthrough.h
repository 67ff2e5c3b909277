// Calls of the services' own methods, handed on as bytes.

#ifndef POTENTIAL_GATEWAY_PASSTHROUGH_H_
#define POTENTIAL_GATEWAY_PASSTHROUGH_H_

#include <memory>

#include "gateway/backends/backends.h"
#include "services/chassis/rpc/client.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/rpc/routes.h"

namespace potential::gateway {

// Takes every method of a service's package, of any shape. The service admits and answers; what it
// says, details and revision included, is handed back as it is; what the transport says of a service
// that cannot be reached is replaced, as it holds addresses. UNIMPLEMENTED for other methods.
rpc::RawHandler Passthrough(const Backends& backends, const rpc::Clock& clock);

// Hands a call on to `backend`, for methods that all services have; given up with its caller.
void ForwardUnary(const Backend& backend, const rpc::Clock& clock, const rpc::ContextPtr& call,
                  const google::protobuf::Message& request, rpc::Reply reply);

// Gives up what was started for a call when its caller is gone or its deadline has passed.
void CancelWithCaller(const rpc::ContextPtr& call, rpc::CancelCall cancel);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_PASSTHROUGH_H_

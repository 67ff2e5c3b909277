// What is known about a call once it is admitted.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_CALL_CONTEXT_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_CALL_CONTEXT_H_

#include <string>

#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "services/chassis/rpc/identity.h"
#include "services/measures/calendar.h"

namespace potential::rpc {

// Immutable after admission, shared by everything that works on the call.
struct CallContext {
  const google::protobuf::MethodDescriptor* method = nullptr;
  Identity identity;
  std::string organisation;  // identifier from the request's name or parent; empty if it has none
  std::string request_id;    // correlates log lines; from the caller or made at the first hop
  std::string traceparent;   // W3C trace context as received; may be empty
  absl::Time now;            // when the call was admitted
  absl::Time deadline;
  measures::Day today;       // `now` as a date in Europe/London
};

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_CALL_CONTEXT_H_

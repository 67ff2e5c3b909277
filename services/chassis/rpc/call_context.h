// What is known about a call once it is admitted.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_CALL_CONTEXT_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_CALL_CONTEXT_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "services/chassis/rpc/identity.h"
#include "services/chassis/rpc/trace.h"
#include "services/measures/calendar.h"

namespace potential::rpc {

class ServerCall;

// Immutable after admission, shared by everything that works on the call.
struct CallContext {
  const google::protobuf::MethodDescriptor* method = nullptr;
  Identity identity;
  std::string organisation;  // identifier from the request's name or parent; empty if it has none
  std::string request_id;    // correlates log lines; from the caller or made at the first hop
  // Of this call's own span, see trace.h; calls that are made for it carry it. Empty if no one called.
  std::string traceparent;
  // Revision of a write that the answer must hold, which matters where answers are cached; 0 for none.
  int64_t min_revision = 0;
  absl::Time now;            // when the call was admitted
  absl::Time deadline;
  measures::Day today;       // `now` as a date in Europe/London
  // The call itself, to hear that its caller is gone; expired once it is over.
  std::weak_ptr<ServerCall> server_call = {};
};

// Metadata key besides those of identity, request id and trace.
inline constexpr char kMinRevisionHeader[] = "min-revision";

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_CALL_CONTEXT_H_

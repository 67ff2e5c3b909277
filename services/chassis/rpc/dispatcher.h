// The one way into a server: every call of every method passes here, from the gRPC callback thread
// through admission and parsing to its handler on a worker.
//
//   callback thread: find the route, identity, deadline, room in the worker queue
//   worker thread:   parse, the organisation and permission checks, the handler
//
// gRPC threads never block: what may wait runs on the workers, and a full queue is answered with
// RESOURCE_EXHAUSTED at once.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_DISPATCHER_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_DISPATCHER_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/generic/async_generic_service.h"
#include "services/chassis/rpc/call_context.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/rpc/trace.h"

namespace potential::rpc {

// What is known of a call when it is over; for logs and metrics, which observe only.
struct CallRecord {
  std::string path;
  absl::Status status;  // with its details, before private text is taken out
  absl::Duration duration;
  std::shared_ptr<const CallContext> context;  // null if the call was not admitted
};

struct DispatcherOptions {
  const Clock* clock = nullptr;
  // Runs a task on a worker; false if there is no room. Thread-safe.
  std::function<bool(std::function<void()>)> submit;
  // Metadata value of the identity header (empty if absent) to the identity, or UNAUTHENTICATED or
  // INVALID_ARGUMENT.
  std::function<absl::StatusOr<Identity>(absl::string_view header)> identify;
  // Whether the suite knows this organisation.
  std::function<bool(absl::string_view organisation)> organisation_exists;
  // Sees every call when it is over, on any thread; must not block. May be empty.
  std::function<void(const CallRecord&)> observe;
  // Given to calls that come without a deadline, and the most that one gets whose caller does not
  // stream.
  absl::Duration default_deadline = absl::Seconds(30);
  // Random bits for the ids of traces. Thread-safe.
  std::function<uint64_t()> trace_bits = TraceBits;
};

// Lives as long as the server that its service is registered with. Thread-safe.
class Dispatcher {
 public:
  Dispatcher(const Routes& routes, DispatcherOptions options);
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  // To be registered with one grpc::ServerBuilder.
  grpc::CallbackGenericService& service();

  // Calls that are not over.
  int64_t in_flight() const { return in_flight_.load(std::memory_order_relaxed); }

 private:
  class Service;
  class GenericCall;

  const Routes& routes_;
  const DispatcherOptions options_;
  std::atomic<int64_t> in_flight_ = 0;
  std::unique_ptr<Service> service_;
};

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_DISPATCHER_H_

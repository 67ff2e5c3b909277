// The one source of time. Everything that depends on the calendar takes a Clock, so that a test sets
// the day.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_CLOCK_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_CLOCK_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace potential::rpc {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_CLOCK_H_

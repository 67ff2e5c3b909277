// Calls a function at a fixed interval on a thread of its own.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVER_TICKER_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVER_TICKER_H_

#include <functional>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace potential::server {

// Stops when destroyed, after the call that runs.
class Ticker {
 public:
  Ticker(absl::Duration interval, std::function<void()> tick)
      : thread_([this, interval, tick = std::move(tick)] {
          while (!stop_.WaitForNotificationWithTimeout(interval)) tick();
        }) {}
  ~Ticker() {
    stop_.Notify();
    thread_.join();
  }
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

 private:
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace potential::server

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVER_TICKER_H_

// A clock that stands still until a test moves it.

#ifndef POTENTIAL_SERVICES_CHASSIS_TESTING_FAKE_CLOCK_H_
#define POTENTIAL_SERVICES_CHASSIS_TESTING_FAKE_CLOCK_H_

#include <string>

#include "absl/synchronization/mutex.h"
#include "services/chassis/rpc/clock.h"

namespace potential::testing {

// Thread-safe.
class FakeClock final : public rpc::Clock {
 public:
  explicit FakeClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override {
    absl::MutexLock lock(&mutex_);
    return now_;
  }
  void Set(absl::Time now) {
    absl::MutexLock lock(&mutex_);
    now_ = now;
  }
  // Noon of the day, UTC.
  void SetDay(const std::string& day) {
    absl::Time time;
    std::string error;
    absl::ParseTime("%Y-%m-%d %H:%M", day + " 12:00", &time, &error);
    Set(time);
  }
  void Advance(absl::Duration duration) {
    absl::MutexLock lock(&mutex_);
    now_ += duration;
  }

 private:
  mutable absl::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace potential::testing

#endif  // POTENTIAL_SERVICES_CHASSIS_TESTING_FAKE_CLOCK_H_

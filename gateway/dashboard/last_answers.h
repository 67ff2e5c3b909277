// The last good answer of every service to every question of a dashboard, which stands in when the
// service fails.
//
//   last.StandIn(question, answers);   // a failed answer becomes the last good one, marked with its time
//   ... build ...
//   last.Keep(question, asked, std::move(answers));
//
// A question is a text that holds all that an answer depends on: organisation, strategy, day, windows
// and the caller's scope. So an answer stands in for the same question alone: never for another
// scope's, and never for another day's, as figures of yesterday are not those of today.

#ifndef POTENTIAL_GATEWAY_DASHBOARD_LAST_ANSWERS_H_
#define POTENTIAL_GATEWAY_DASHBOARD_LAST_ANSWERS_H_

#include <cstddef>
#include <list>
#include <map>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "gateway/backends/fan_out.h"
#include "gateway/backends/topic_state.h"
#include "services/chassis/rpc/clock.h"

namespace potential::gateway {

// Oldest answer that stands in, unless the gateway is set otherwise.
inline constexpr absl::Duration kMaxStaleAge = absl::Hours(12);
// Greatest size of all answers that are kept, in bytes of their messages. The ones that were not used
// for longest go first.
inline constexpr size_t kMaxLastAnswerBytes = 64 * 1024 * 1024;

// Thread-safe.
class LastAnswers {
 public:
  explicit LastAnswers(const rpc::Clock& clock, absl::Duration max_age = kMaxStaleAge,
                       size_t max_bytes = kMaxLastAnswerBytes)
      : clock_(clock), max_age_(max_age), max_bytes_(max_bytes) {}

  // Gives each failed answer the content and the time (`earlier`) of the service's last good one, if
  // that is not too old. The failed answer's status stays.
  void StandIn(const std::string& question, ServiceAnswers& answers);

  // Keeps the good answers to a question that was asked at `asked`, and forgets those of services
  // that refused it now. An answer to a later asking is not replaced.
  void Keep(const std::string& question, absl::Time asked, ServiceAnswers answers);

  // At `time` the service's data was as `state` says: an answer of that state was as good as new then.
  void Confirm(const std::string& question, const std::string& service, const TopicState& state,
               absl::Time time);

 private:
  struct Kept {
    std::string key;
    absl::Time time;  // at which it was known to be current
    size_t bytes = 0;
    ServiceAnswer answer;
  };
  using Place = std::list<Kept>::iterator;

  void Insert(std::string key, absl::Time asked, ServiceAnswer answer)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Erase(Place place) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const rpc::Clock& clock_;
  const absl::Duration max_age_;
  const size_t max_bytes_;
  absl::Mutex mutex_;
  std::list<Kept> kept_ ABSL_GUARDED_BY(mutex_);  // used last first
  std::map<std::string, Place> places_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_DASHBOARD_LAST_ANSWERS_H_

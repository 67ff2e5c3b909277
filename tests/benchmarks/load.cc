#include "tests/benchmarks/load.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>

#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "services/chassis/rpc/client.h"

namespace potential::benchmarks {
namespace {

// Shared by all calls of one run.
struct Run {
  explicit Run(const Load& of) : load(of), ended(of.in_flight) {}

  void Next() {
    if (absl::Now() >= until) {
      ended.DecrementCount();
      return;
    }
    rpc::StartUnaryCall(load.channel, load.path, {}, load.request(number.fetch_add(1)),
                        [this](const rpc::CallResult& result) {
                          if (!result.status.ok()) {
                            std::fprintf(stderr, "%s: %s\n", load.path.c_str(),
                                         result.status.ToString().c_str());
                            std::abort();
                          }
                          answered.fetch_add(1, std::memory_order_relaxed);
                          Next();
                        });
  }

  const Load& load;
  absl::Time until;
  std::atomic<int64_t> number = 0;
  std::atomic<int64_t> answered = 0;
  absl::BlockingCounter ended;
};

}  // namespace

double CallsPerSecond(const Load& load) {
  Run run(load);
  const absl::Time start = absl::Now();
  run.until = start + load.duration;
  for (int i = 0; i < load.in_flight; ++i) run.Next();
  run.ended.Wait();
  return static_cast<double>(run.answered.load()) / absl::ToDoubleSeconds(absl::Now() - start);
}

}  // namespace potential::benchmarks

#include "services/chassis/rpc/open_calls.h"

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace potential::rpc {
namespace {

struct Count {
  absl::Mutex mutex;
  int64_t open ABSL_GUARDED_BY(mutex) = 0;
};

// Never destroyed: gRPC's threads may outlive static objects.
Count& Calls() {
  static Count& count = *new Count();
  return count;
}

}  // namespace

OpenCall::OpenCall() {
  absl::MutexLock lock(&Calls().mutex);
  ++Calls().open;
}

OpenCall::~OpenCall() {
  absl::MutexLock lock(&Calls().mutex);
  --Calls().open;
}

void AwaitCallsOver() {
  absl::MutexLock lock(&Calls().mutex);
  Calls().mutex.Await(absl::Condition(
      +[](int64_t* open) { return *open == 0; }, &Calls().open));
}

}  // namespace potential::rpc

#include "services/chassis/server/library_settings.h"

#include <malloc.h>

#include "absl/synchronization/mutex.h"
#include "google/protobuf/stubs/logging.h"

namespace potential::server {
namespace {

// Bytes. What is larger gets memory of its own from the kernel: above the longest chart.
constexpr int kOwnMemory = 4 << 20;
// Bytes that are free at the end of a heap and not given back to the kernel. With glibc's 128 KiB
// every burst of calls gets its memory anew, page by page.
constexpr int kKeptMemory = 8 << 20;

}  // namespace

void SetUpLibraries() {
  // protobuf writes what it meets in bad input to standard error, outside of the log.
  google::protobuf::SetLogHandler(nullptr);
  // Debian's Abseil keeps track of the order of all locks, those of gRPC among them. Tests keep it so.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  mallopt(M_MMAP_THRESHOLD, kOwnMemory);
  mallopt(M_TRIM_THRESHOLD, kKeptMemory);
}

}  // namespace potential::server

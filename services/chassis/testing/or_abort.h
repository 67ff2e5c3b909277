// For what a test cannot go on without.

#ifndef POTENTIAL_SERVICES_CHASSIS_TESTING_OR_ABORT_H_
#define POTENTIAL_SERVICES_CHASSIS_TESTING_OR_ABORT_H_

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace potential::testing {

inline void OrAbort(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "test: %s\n", status.ToString().c_str());
  std::abort();
}

template <typename T>
T OrAbort(absl::StatusOr<T> value) {
  OrAbort(value.status());
  return *std::move(value);
}

}  // namespace potential::testing

#endif  // POTENTIAL_SERVICES_CHASSIS_TESTING_OR_ABORT_H_

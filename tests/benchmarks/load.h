// A closed loop of unary calls: as many in flight as asked for, each answer starting the next call.

#ifndef POTENTIAL_TESTS_BENCHMARKS_LOAD_H_
#define POTENTIAL_TESTS_BENCHMARKS_LOAD_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/support/byte_buffer.h"

namespace potential::benchmarks {

struct Load {
  std::shared_ptr<grpc::Channel> channel;
  std::string path;
  // Makes the request of the call with this number. Thread-safe.
  std::function<grpc::ByteBuffer(int64_t number)> request;
  int in_flight = 128;
  absl::Duration duration = absl::Seconds(2);
};

// Calls answered per second. Aborts on the first call that fails: a benchmark of errors says nothing.
double CallsPerSecond(const Load& load);

}  // namespace potential::benchmarks

#endif  // POTENTIAL_TESTS_BENCHMARKS_LOAD_H_

// Where a store takes randomness from: its secret, its incarnation, and the order in which
// anonymous rows are written. Passed in, so that tests can be exact.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_RANDOM_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_RANDOM_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <string>

namespace potential::storage {

// Returns 64 bits that nobody can foretell. Called by one thread at a time.
using RandomFunction = std::function<uint64_t()>;

// The operating system's random source.
RandomFunction SystemRandom();

// `count` bytes of it.
std::string RandomBytes(const RandomFunction& random, size_t count);

// A RandomFunction as the standard library's algorithms want it.
struct RandomGenerator {
  using result_type = uint64_t;
  const RandomFunction& random;

  static constexpr uint64_t min() { return 0; }
  static constexpr uint64_t max() { return std::numeric_limits<uint64_t>::max(); }
  uint64_t operator()() const { return random(); }
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_RANDOM_H_

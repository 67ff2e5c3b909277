#include "services/chassis/storage/random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdlib>

namespace potential::storage {
namespace {

uint64_t FromSystem() {
  uint64_t bits = 0;
  while (getrandom(&bits, sizeof(bits), 0) != static_cast<ssize_t>(sizeof(bits))) {
    // Eight bytes are never cut short. Without randomness nothing here may go on.
    if (errno != EINTR) std::abort();
  }
  return bits;
}

}  // namespace

RandomFunction SystemRandom() { return FromSystem; }

std::string RandomBytes(const RandomFunction& random, size_t count) {
  std::string bytes;
  while (bytes.size() < count) {
    uint64_t bits = random();
    for (int i = 0; i < 8 && bytes.size() < count; ++i, bits >>= 8) {
      bytes += static_cast<char>(bits & 0xff);
    }
  }
  return bytes;
}

}  // namespace potential::storage

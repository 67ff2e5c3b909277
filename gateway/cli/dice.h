// Random numbers that are the same on every machine and in every year, so that a sample made twice
// is one sample. (The distributions of the standard library differ from one to the next.)

#ifndef POTENTIAL_GATEWAY_CLI_DICE_H_
#define POTENTIAL_GATEWAY_CLI_DICE_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace potential::cli {

// A stream of numbers given by a seed and the words under which it is drawn: streams of other words
// are independent, and adding one changes no other. The generator is SplitMix64.
class Dice {
 public:
  Dice(uint64_t seed, absl::string_view word, int64_t number) : state_(seed) {
    // FNV-1a
    uint64_t hash = 0xcbf29ce484222325u;
    for (const char letter : word) Mix(&hash, static_cast<unsigned char>(letter));
    for (int shift = 0; shift < 64; shift += 8) {
      Mix(&hash, (static_cast<uint64_t>(number) >> shift) & 0xff);
    }
    state_ ^= hash;
    Next();
  }

  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15u;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // From 0 up to, and not including, 1.
  double Unit() { return static_cast<double>(Next() >> 11) / 9007199254740992.0; }

  // From `low` to `high`.
  double Between(double low, double high) { return low + (high - low) * Unit(); }

  // About normal: the sum of twelve units has mean 6 and standard deviation 1.
  double Normal(double mean, double deviation) {
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += Unit();
    return mean + deviation * (sum - 6);
  }

  // An index, each with the chance of its weight. There is at least one weight above 0.
  size_t Pick(const std::vector<double>& weights) {
    double total = 0;
    for (const double weight : weights) total += weight;
    double rest = Unit() * total;
    for (size_t i = 0; i + 1 < weights.size(); ++i) {
      if (rest < weights[i]) return i;
      rest -= weights[i];
    }
    return weights.size() - 1;
  }

 private:
  static void Mix(uint64_t* hash, uint64_t byte) { *hash = (*hash ^ byte) * 0x100000001b3u; }

  uint64_t state_;
};

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_DICE_H_

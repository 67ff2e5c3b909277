// Numbers from text, without locale and without losing digits.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_NUMBER_H_
#define POTENTIAL_GATEWAY_TRANSCODER_NUMBER_H_

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <system_error>
#include <type_traits>

#include "absl/strings/string_view.h"

namespace potential::gateway {

// A finite decimal number such as -12.5e3; nullopt if the text is anything else, or out of range.
inline std::optional<double> ParseDouble(absl::string_view text) {
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

// A whole number in the range of the type; 1.0 and 1e3 are whole too. Exact for plain digits.
template <typename Integer>
std::optional<Integer> ParseInteger(absl::string_view text) {
  static_assert(std::is_integral_v<Integer>);
  Integer value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  std::optional<double> real = ParseDouble(text);
  if (!real.has_value() || std::trunc(*real) != *real) return std::nullopt;
  // Both bounds are powers of two (or zero), and so exact as double.
  constexpr double kBelow = static_cast<double>(std::numeric_limits<Integer>::min());
  const double above = std::ldexp(1.0, std::numeric_limits<Integer>::digits);
  if (*real < kBelow || *real >= above) return std::nullopt;
  return static_cast<Integer>(*real);
}

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_NUMBER_H_

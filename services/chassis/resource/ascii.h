// Classes of ASCII characters for `char`, whose sign the library's own leave to the caller. Not for
// other modules.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_ASCII_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_ASCII_H_

#include <algorithm>

#include "absl/strings/string_view.h"

namespace potential::resource::internal {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsLetterOrDigit(char c) { return IsDigit(c) || IsLower(c) || IsUpper(c); }
constexpr bool IsHexDigit(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Whether the text is digits and nothing else, at least one.
inline bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

}  // namespace potential::resource::internal

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_ASCII_H_

// Values with a seal, so that what another program wrote under a key, or a part of a value, is found out
// and counts as a miss.

#ifndef POTENTIAL_GATEWAY_CACHE_SEALED_VALUE_H_
#define POTENTIAL_GATEWAY_CACHE_SEALED_VALUE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace potential::gateway {

// Form: `P1`, 32 bytes SHA-256 of key and value, the value.
std::string Seal(absl::string_view key, absl::string_view value);

// The value, or nullopt if it was not sealed for this key.
std::optional<std::string> Unseal(absl::string_view key, absl::string_view sealed);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_CACHE_SEALED_VALUE_H_

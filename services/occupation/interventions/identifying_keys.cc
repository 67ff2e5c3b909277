#include "services/occupation/interventions/identifying_keys.h"

#include "absl/strings/ascii.h"

namespace potential::occupation {

bool IsNhsNumber(absl::string_view id) {
  constexpr size_t kDigits = 10;
  constexpr int kModulus = 11;
  if (id.size() != kDigits) return false;
  int sum = 0;
  for (size_t i = 0; i < kDigits; ++i) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(id[i]))) return false;
    // The check digit has weight 1, and makes the sum a multiple.
    sum += (id[i] - '0') * static_cast<int>(kDigits - i);
  }
  return sum % kModulus == 0;
}

}  // namespace potential::occupation

// The query of a request target, taken apart.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_QUERY_STRING_H_
#define POTENTIAL_GATEWAY_TRANSCODER_QUERY_STRING_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace potential::gateway {

// Most parameters of a query.
inline constexpr size_t kMaxQueryParameters = 200;

struct QueryParameter {
  std::string name;
  std::string value;
};

// The parameters of `a=1&b=2` in their order, decoded; `+` is a space, a parameter without `=` has
// an empty value, an empty part is skipped. INVALID_ARGUMENT for bad percent-encoding, for bytes
// that are not UTF-8, or for too many parameters.
absl::StatusOr<std::vector<QueryParameter>> ParseQuery(absl::string_view query);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_QUERY_STRING_H_

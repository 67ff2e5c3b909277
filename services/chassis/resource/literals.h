// Literals of the filter language as values of a column. Not for other modules: see filter.h.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_LITERALS_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_LITERALS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/chassis/resource/columns.h"
#include "services/chassis/storage/table.h"

namespace potential::resource::internal {

// The value that `literal` writes for the field; for a list, that of one item. INVALID_ARGUMENT
// with a plain message says what the field expects.
absl::StatusOr<storage::Value> ParseLiteral(const FieldColumn& field, absl::string_view literal);

// Microseconds since 1970, rounded down, of an RFC 3339 instant or of a date's midnight in UTC.
std::optional<int64_t> ParseInstant(absl::string_view text);

}  // namespace potential::resource::internal

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_LITERALS_H_

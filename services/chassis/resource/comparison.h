// One comparison of the filter language as a condition on a row. Not for other modules: see
// filter.h, whose table it implements.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_COMPARISON_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_COMPARISON_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/chassis/resource/columns.h"
#include "services/chassis/storage/table.h"

namespace potential::resource::internal {

// `field op literal`, where `op` is one of = != < <= > >= and `:`. INVALID_ARGUMENT with a plain
// message says what the field expects; the caller adds where it stands.
absl::StatusOr<storage::Predicate> Compare(const FieldColumn& field, absl::string_view op,
                                           absl::string_view literal);

// `field:*`.
storage::Predicate IsSet(const FieldColumn& field);

}  // namespace potential::resource::internal

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_COMPARISON_H_

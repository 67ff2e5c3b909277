// The order language of every List method, on the fields that its contract declares.
//
//   closing_date desc, title
//
//   order = [ key { "," key } ]
//   key   = field [ "asc" | "desc" ]
//
// Text, dates and the names of enum values sort by bytes, numbers and instants by size; a field
// that is not there comes first (last with desc). Lists, and the key of a fact, are no sort keys:
// rows that are otherwise equal always follow by identifier.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_ORDER_BY_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_ORDER_BY_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/chassis/resource/columns.h"
#include "services/chassis/storage/table.h"

namespace potential::resource {

// Most code points of an order, and fields in it.
inline constexpr size_t kMaxOrderLength = 200;
inline constexpr size_t kMaxOrderFields = 5;
// Most bytes that the sort keys of one row may take, so that a page token always holds them and
// stays within the 4,000 characters that contracts allow it.
inline constexpr size_t kMaxOrderKeyBytes = 2450;

// The keys of `order_by`; none if it is blank. INVALID_ARGUMENT on the field `order_by` says at
// which character what was expected. Pure: any thread may call.
absl::StatusOr<std::vector<storage::Order>> ParseOrderBy(const ColumnPlan& plan,
                                                         absl::string_view order_by);

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_ORDER_BY_H_

// Early return on a status that is not OK, for functions that return absl::Status or StatusOr.
//
//   RETURN_IF_ERROR(writer.Put(kPosts, organisation, row));
//   ASSIGN_OR_RETURN(std::optional<Row> row, reader.Get(kPosts, organisation, id));
//
// Both may hold commas in their last argument. ASSIGN_OR_RETURN is two statements and more: it
// needs braces under an `if`. A declaration with a comma in its type needs an alias first.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_STATUS_MACROS_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define RETURN_IF_ERROR(...) \
  POTENTIAL_RETURN_IF_ERROR_(POTENTIAL_STATUS_NAME_(potential_status_, __COUNTER__), __VA_ARGS__)

#define ASSIGN_OR_RETURN(lhs, ...)                                                            \
  POTENTIAL_ASSIGN_OR_RETURN_(POTENTIAL_STATUS_NAME_(potential_status_or_, __COUNTER__), lhs, \
                              __VA_ARGS__)

// The names are unique, so that neither nesting nor a caller's own variables can be shadowed.
#define POTENTIAL_STATUS_NAME_(prefix, number) POTENTIAL_STATUS_JOIN_(prefix, number)
#define POTENTIAL_STATUS_JOIN_(prefix, number) prefix##number

#define POTENTIAL_RETURN_IF_ERROR_(status, ...)                           \
  do {                                                                    \
    if (absl::Status status = (__VA_ARGS__); !status.ok()) return status; \
  } while (false)

#define POTENTIAL_ASSIGN_OR_RETURN_(result, lhs, ...)  \
  auto result = (__VA_ARGS__);                         \
  if (!result.ok()) return std::move(result).status(); \
  lhs = *std::move(result)

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_STATUS_MACROS_H_

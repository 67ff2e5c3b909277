// The filter language of every List method, on the fields that its contract declares.
//
//   state = OPEN AND closing_date >= 2026-01-01
//   (kind = SHADOWING OR kind = JOB_EXPERIENCE) AND NOT tags:"winter fair"
//   band:* AND create_time < 2026-03-01T09:30:00Z
//
//   filter     = [ sequence ]
//   sequence   = term { "AND" term } | term { "OR" term }
//   term       = "NOT" term | "(" sequence ")" | comparison
//   comparison = field operator literal | field ":" "*"
//   operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" | ":"
//   literal    = quoted | bare
//
// AND and OR never stand at one level without parentheses. A quoted literal stands between `"` or
// `'`, with the escapes \\ \" \' \n \t. A bare one ends at a space, a parenthesis, a quote or one
// of = < > !. Keywords are upper-case.
//
// | field       | operators | literal                                                      |
// |-------------|-----------|--------------------------------------------------------------|
// | text        | all       | any text, compared by bytes; `:` finds it inside the field   |
// | date, month | all       | YYYY-MM-DD, YYYY-MM; "" with = and != only; `:` as =         |
// | number      | all       | a number, whole where the field is; `:` as =                 |
// | instant     | all       | RFC 3339 of 1900 to 2199, or a date: midnight UTC; `:` as =  |
// | boolean     | =  !=  :  | true, false                                                  |
// | enum        | =  !=  :  | name of a value                                              |
// | list        | :         | an item, whole                                               |
//
// `field:*` is true where the field is set: for an `optional` field or an instant if it is there,
// for any other if it is not its default. A comparison with a field that is not there is false,
// with every operator (a date that is empty is not there), and NOT makes it true.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_FILTER_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_FILTER_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/chassis/resource/columns.h"
#include "services/chassis/storage/table.h"

namespace potential::resource {

// Most code points of a filter, comparisons in it, and parentheses or NOTs around one of them.
inline constexpr size_t kMaxFilterLength = 2000;
inline constexpr int kMaxFilterTerms = 20;
inline constexpr int kMaxFilterDepth = 20;

// The condition that `filter` writes down; every row if it is blank. INVALID_ARGUMENT on the field
// `filter` says at which character what was expected. Pure: any thread may call.
absl::StatusOr<storage::Predicate> ParseFilter(const ColumnPlan& plan, absl::string_view filter);

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_FILTER_H_

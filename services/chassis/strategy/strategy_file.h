// One strategy file: protobuf text format of `potential.strategy.v1.Strategy`.
//
//   absl::StatusOr<v1::Strategy> strategy = ParseStrategy("swlstg.textproto", bytes);
//   // swlstg.textproto:31:3: service line "comunity" is not one of service_lines

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_STRATEGY_FILE_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_STRATEGY_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "potential/strategy/v1/strategy.pb.h"

namespace potential::strategy {

// Longest text of a file.
inline constexpr size_t kMostStrategyBytes = size_t{1} << 20;

// The strategy in `text`, or INVALID_ARGUMENT with one line `file:line:column: what is wrong` per
// problem (see Problems). A text that is not in the format is reported by itself; the rules are
// checked on texts that are. A byte order mark at the start is accepted. Pure; any thread may call.
absl::StatusOr<v1::Strategy> ParseStrategy(const std::string& file, const std::string& text);

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_STRATEGY_FILE_H_

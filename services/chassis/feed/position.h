// Positions in the change feed: for each organisation the last revision that was received.

#ifndef POTENTIAL_SERVICES_CHASSIS_FEED_POSITION_H_
#define POTENTIAL_SERVICES_CHASSIS_FEED_POSITION_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace potential::feed {

struct Position {
  std::string incarnation;                   // of the store that the revisions belong to
  std::map<std::string, int64_t> revisions;  // by organisation
  bool operator==(const Position&) const = default;
};

// URL-safe text. It gives no authority: what it names is still checked against the caller.
std::string EncodePosition(const Position& position);

// INVALID_ARGUMENT on the field `position` for text that EncodePosition did not make.
absl::StatusOr<Position> DecodePosition(absl::string_view text);

}  // namespace potential::feed

#endif  // POTENTIAL_SERVICES_CHASSIS_FEED_POSITION_H_

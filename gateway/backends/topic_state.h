// How far a service's data of one organisation had come: what an answer was computed from, and what a
// cache key stands on.

#ifndef POTENTIAL_GATEWAY_BACKENDS_TOPIC_STATE_H_
#define POTENTIAL_GATEWAY_BACKENDS_TOPIC_STATE_H_

#include <cstdint>
#include <map>
#include <string>

#include "potential/indicators/v1/indicator_service.pb.h"

namespace potential::gateway {

// Topic revisions of one organisation in one service.
struct TopicState {
  std::string incarnation;
  std::map<std::string, int64_t> revisions;  // by topic
  bool operator==(const TopicState&) const = default;
};

// The snapshot that the figures came from; empty for an answer without figures.
TopicState StateOf(const indicators::v1::QueryIndicatorsResponse& figures);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_BACKENDS_TOPIC_STATE_H_

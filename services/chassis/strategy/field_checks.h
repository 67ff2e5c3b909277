// The rules that a contract's fields carry, applied to a text with its places.

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_FIELD_CHECKS_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_FIELD_CHECKS_H_

#include <google/protobuf/message.h>

#include "services/chassis/strategy/problems.h"
#include "services/chassis/strategy/source_map.h"

namespace potential::strategy {

// Checks `message` and all messages in it against the `potential.options.v1.field` rules of their
// descriptors and adds a problem for each that is broken. Beyond the rules: enum numbers must be
// known, numbers finite, strings without control characters other than line breaks, and maps
// without repeated or empty keys and without empty values.
void CheckFields(const google::protobuf::Message& message, const SourceMap& places,
                 Problems* problems);

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_FIELD_CHECKS_H_

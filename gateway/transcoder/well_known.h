// The message types that have a JSON form of their own.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_WELL_KNOWN_H_
#define POTENTIAL_GATEWAY_TRANSCODER_WELL_KNOWN_H_

#include "google/protobuf/descriptor.h"

namespace potential::gateway {

enum class WellKnown {
  kNone,       // an ordinary message: a JSON object of its fields
  kTimestamp,  // "2026-03-01T09:30:00Z"
  kDuration,   // "3.5s"
  kFieldMask,  // "title,closingDate"
  kWrapper,    // google.protobuf.Int32Value and its like: the bare value
  kDynamic,    // Struct, Value, ListValue and Any: JSON of any shape
};

WellKnown WellKnownOf(const google::protobuf::Descriptor* type);

// Whether the type is written as one text or number, and can so stand in a query parameter.
bool IsScalarForm(WellKnown kind);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_WELL_KNOWN_H_

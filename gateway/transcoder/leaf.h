// One value given as text, put into a field: path variables, query parameters, and the numbers and
// quoted values of JSON all come through here, so that they are read alike.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_LEAF_H_
#define POTENTIAL_GATEWAY_TRANSCODER_LEAF_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace potential::gateway {

// What is wrong with a value, as text that goes on from the field: "must be true or false". Nullopt
// if nothing is.
using LeafError = std::optional<std::string>;

// Puts the value into the field: sets a singular field, appends to a repeated one. The field is a
// scalar, an enum, or a message with a scalar form (see well_known.h); the text is UTF-8.
//   numbers    decimal; whole-number fields also take 1.0 and 1e3; int64 and uint64 are exact;
//              floating point also NaN, Infinity and -Infinity
//   bool       true, false
//   bytes      base64, standard or URL-safe alphabet, padded or not
//   enum       the name, or any number (field rules decide about unknown ones)
//   Timestamp  RFC 3339; Duration 3.5s; FieldMask title,closingDate or title,closing_date
LeafError PutText(absl::string_view text, const google::protobuf::FieldDescriptor* field,
                  google::protobuf::Message* message);

// Puts into a singular field of a well-known scalar form, which is the whole message here.
LeafError FillWellKnown(absl::string_view text, google::protobuf::Message* message);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_LEAF_H_

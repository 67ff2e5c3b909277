// Reads and sets the fields that records have in common, by reflection. Not for domain code.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_RECORD_FIELDS_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_RECORD_FIELDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace potential::records {

// Text of a string field, empty if the type has no such field.
std::string TextField(const google::protobuf::Message& message, const char* field);
void SetTextField(google::protobuf::Message& message, const char* field, absl::string_view text);

bool BoolField(const google::protobuf::Message& message, const char* field);

// Sets a google.protobuf.Timestamp field, in whole microseconds.
void SetTimeField(google::protobuf::Message& message, const char* field, absl::Time time);
bool HasField(const google::protobuf::Message& message, const char* field);
void ClearField(google::protobuf::Message& message, const char* field);

// Name of the value of the enum field `state`; empty if the type has none.
std::string StateName(const google::protobuf::Message& message);
void SetStateName(google::protobuf::Message& message, const std::string& name);

// The message in a singular message field; null if the type has no such field.
const google::protobuf::Message* MessageField(const google::protobuf::Message& message,
                                              const std::string& field);

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_RECORD_FIELDS_H_

// Copies one field from a message to another, of the same type or of one whose field is alike.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_COPY_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_COPY_H_

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace potential::resource {

// Whether values of one field fit the other: same type (of enums and messages the very same one),
// both repeated or both not, both with presence or both without. Maps fit themselves only.
bool AreAlike(const google::protobuf::FieldDescriptor& a,
              const google::protobuf::FieldDescriptor& b);

// Replaces the field of `to` by that of `from`, which is alike: its value, items or entries, or
// their absence. Pure: any thread may call.
void CopyField(const google::protobuf::Message& from,
               const google::protobuf::FieldDescriptor* from_field, google::protobuf::Message* to,
               const google::protobuf::FieldDescriptor* to_field);

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_COPY_H_

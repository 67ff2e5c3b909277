// Copies one field between two messages of a type. Not for other modules: see field_mask.h.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_COPY_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_COPY_H_

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace potential::resource::internal {

// Replaces the field of `to` by that of `from`: its value, items or entries, or their absence.
void CopyField(const google::protobuf::Message& from,
               const google::protobuf::FieldDescriptor* field, google::protobuf::Message* to);

}  // namespace potential::resource::internal

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_COPY_H_

// Conversion between one field of a message and one cell of a row. Not for other modules: see
// columns.h, whose table it implements.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_CELLS_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_CELLS_H_

#include "google/protobuf/message.h"
#include "services/chassis/resource/columns.h"
#include "services/chassis/storage/table.h"

namespace potential::resource::internal {

// The field's cell.
storage::Value CellOf(const FieldColumn& column, const google::protobuf::Message& message);

// Sets the field from its cell; null clears it. False if the cell does not fit.
bool SetFromCell(const FieldColumn& column, const storage::Value& cell,
                 google::protobuf::Message* message);

}  // namespace potential::resource::internal

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_CELLS_H_

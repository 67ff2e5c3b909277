// Tables as text, in which a released migration is kept for good while the kinds move on.
//
//   table opportunities
//     column create_time integer
//     index state
//   table interventions
//     column month integer
//     rollup interventions_by_month by month,service_line sums duration_minutes
//
// The text that FormatTables prints is the one that ParseTables reads.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_SCHEMA_TEXT_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_SCHEMA_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/chassis/storage/table.h"

namespace potential::records {

std::string FormatTables(const std::vector<storage::Table>& tables);

// Aborts on text that FormatTables could not have printed: the text is part of the program.
std::vector<storage::Table> ParseTables(absl::string_view text);

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_SCHEMA_TEXT_H_

// Which columns of an extract look as if they identified a patient, by their names.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IDENTIFYING_COLUMNS_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IDENTIFYING_COLUMNS_H_

#include "absl/strings/string_view.h"

namespace potential::occupation {

// Takes the name as strategy::ComparableHeader makes it, such as `nhsnumber`. Rather one too many:
// a column that is refused by mistake is named in the profile's ignored columns, one that slips
// through has been sent.
bool LooksIdentifying(absl::string_view comparable_header);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IDENTIFYING_COLUMNS_H_

// Imports that were begun and not ended: what a killed process, a full disk or a caller who went away
// has left in the stage.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_PENDING_IMPORTS_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_PENDING_IMPORTS_H_

#include <string>

#include "absl/status/status.h"
#include "services/occupation/interventions/import_environment.h"
#include "services/occupation/interventions/import_stage.h"

namespace potential::occupation {

// Brings them to their end: what was accepted is applied, what was not is dropped. Runs at the start of
// the service and before each import of the organisation, so that no import that was accepted earlier is
// ever applied over what came later. Waits; the caller has the organisation's turn. UNAVAILABLE, for the
// eyes of whoever wants to import, if one of them cannot come to its end now.
absl::Status EndPendingImports(const ImportEnvironment& environment,
                               const std::string& organisation,
                               const ImportStage::Ending& ending);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_PENDING_IMPORTS_H_

// Driver diagrams: an aim, what drives it, and the ideas that may move the drivers.

#ifndef POTENTIAL_SERVICES_EVIDENCE_DRIVER_DIAGRAM_H_
#define POTENTIAL_SERVICES_EVIDENCE_DRIVER_DIAGRAM_H_

#include "potential/evidence/v1/qi_project.pb.h"
#include "services/chassis/records/violations.h"

namespace potential::evidence {

// Adds violations for nodes that share an identifier, have parents that are not there, not of a
// kind before their own or named twice, for primary drivers with parents and others without. In a
// diagram without violations there is no circle and every change idea reaches the aim. Paths are
// relative to the project.
void CheckDriverDiagram(const v1::QiProject::DriverDiagram& diagram,
                        records::Violations& violations);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_DRIVER_DIAGRAM_H_

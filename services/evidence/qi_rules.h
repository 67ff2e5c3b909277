// Rules of quality improvement projects and of their measurements that their contracts cannot
// state.

#ifndef POTENTIAL_SERVICES_EVIDENCE_QI_RULES_H_
#define POTENTIAL_SERVICES_EVIDENCE_QI_RULES_H_

#include "absl/status/status.h"
#include "potential/evidence/v1/measurement.pb.h"
#include "potential/evidence/v1/qi_project.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::evidence {

// People in the team, service users and carers among them, and cycles that are decided.
absl::Status DeriveQiProject(v1::QiProject& next, const v1::QiProject* previous,
                             records::Transaction& transaction);

// Measures and cycles of their own identifiers, an aim and cycles that name what is there, cycles
// in order and with an end once they are decided, a sound driver diagram, an end not before the
// start.
absl::Status CheckQiProject(const v1::QiProject& next, const v1::QiProject* previous,
                            records::Transaction& transaction, records::Violations& violations);

// The service line of the project. No key like an NHS number, no day in the future, and a measure
// of a project that is there.
absl::Status DeriveMeasurement(v1::Measurement& fact, records::Transaction& transaction,
                               records::Violations& violations);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_QI_RULES_H_

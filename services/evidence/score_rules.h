// Rules of outcome scores that their contract cannot state.

#ifndef POTENTIAL_SERVICES_EVIDENCE_SCORE_RULES_H_
#define POTENTIAL_SERVICES_EVIDENCE_SCORE_RULES_H_

#include <vector>

#include "absl/status/status.h"
#include "potential/evidence/v1/outcome_score.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"
#include "services/chassis/storage/table.h"

namespace potential::evidence {

// No key like an NHS number, a score in the range of its tool, a name for another tool, no day in
// the future. Notes the episodes that the fact changes.
absl::Status DeriveOutcomeScore(v1::OutcomeScore& fact, records::Transaction& transaction,
                                records::Violations& violations);

// The column `month`, the number of MonthNumber, on which the rollup stands.
std::vector<storage::Column> OutcomeScoreExtraColumns();
std::vector<storage::Value> OutcomeScoreExtraValues(const v1::OutcomeScore& fact);

// Number of scores by month, service line, tool and phase, so that no indicator reads the facts.
inline constexpr char kScoresByMonth[] = "scores_by_month";
storage::Rollup ScoresByMonth();

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_SCORE_RULES_H_

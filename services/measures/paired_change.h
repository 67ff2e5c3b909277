// Whether a pair of scores of one episode tells of a reliable change.
//
// Pure functions over values: any thread may call them.

#ifndef POTENTIAL_SERVICES_MEASURES_PAIRED_CHANGE_H_
#define POTENTIAL_SERVICES_MEASURES_PAIRED_CHANGE_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "services/measures/result.h"

namespace potential::measures {

enum class PairedChange : uint8_t { kImprovement, kNoChange, kDeterioration };

// When a change of a tool's score is more than its error of measurement.
struct ReliableChangeRule {
  double threshold = 0;  // least change, above 0
  bool higher_is_better = true;
};

// The published thresholds (Children and Young People's IAPT, 2015, as NHS Digital's published code
// has them), by the name that contracts give the tool: GBO, PHQ_9, GAD_7 and CORE_10. Nullopt for
// all others: of those the mean change is told, never a share of reliable changes.
std::optional<ReliableChangeRule> PublishedReliableChange(std::string_view tool);

// The change from the first to the last score: at least the threshold in the good direction is
// improvement, in the bad one deterioration. Scores are decimals, so a change that misses the
// threshold by rounding alone (1e-9 of it) reaches it. Errors: `first`, `last`, `threshold`.
Result<PairedChange> JudgePair(double first, double last, const ReliableChangeRule& rule);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_PAIRED_CHANGE_H_

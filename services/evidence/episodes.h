// Episodes of care as their outcome scores show them: one row for each episode and tool, kept in
// the write that changes its scores, so that no indicator reads the scores themselves.
//
// A write notes the episodes that its scores change, before they are put (the episode to which a
// score belonged before it was corrected can be found only then), and settles them afterwards.

#ifndef POTENTIAL_SERVICES_EVIDENCE_EPISODES_H_
#define POTENTIAL_SERVICES_EVIDENCE_EPISODES_H_

#include <vector>

#include "absl/status/status.h"
#include "potential/evidence/v1/outcome_score.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/storage/table.h"

namespace potential::evidence {

// Columns of an episode that are months (numbers of MonthNumber): of its first score, of its first
// baseline score, and of the first review or discharge on a later day than that; null if there is
// none.
inline constexpr char kFirstMonth[] = "month";
inline constexpr char kBaselineMonth[] = "baseline_month";
inline constexpr char kPairedMonth[] = "paired_month";

// The episodes. The service line is that of the first score; one illustrative score makes the
// episode illustrative. Their rollup counts them by months, service line and tool.
inline constexpr char kEpisodesByMonth[] = "episodes_by_month";
storage::Table OutcomeEpisodes();

// Episodes that wait to be settled; empty between writes.
storage::Table UnsettledEpisodes();

// Notes the episode of the fact and that to which its key has belonged.
absl::Status UnsettleEpisodesOf(const v1::OutcomeScore& fact, records::Transaction& transaction);

// Works all noted episodes out again from their scores. The check of a batch of scores.
absl::Status SettleEpisodes(const std::vector<const v1::OutcomeScore*>& facts,
                            records::Transaction& transaction);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_EPISODES_H_

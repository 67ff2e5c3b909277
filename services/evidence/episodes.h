// Episodes of care as their outcome scores show them, kept in the write that changes the scores, so
// that no indicator and no report reads the scores themselves.
//
// A write notes the episodes that its scores change, before they are put (the episode to which a
// score belonged before it was corrected can be found only then), and settles them afterwards.
//
// What is known of an episode grows with its scores. So that any earlier day can be asked for, there
// is a row for each month in which it grew, with what that month added. The figures known on a day
// are the sums over the rows of months that had begun.

#ifndef POTENTIAL_SERVICES_EVIDENCE_EPISODES_H_
#define POTENTIAL_SERVICES_EVIDENCE_EPISODES_H_

#include <array>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "potential/evidence/v1/outcome_score.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/storage/table.h"
#include "services/measures/calendar.h"
#include "services/measures/periods.h"

namespace potential::evidence {

// Figures of episodes, and what a month adds to those of one. A pair is the first baseline score and
// the last review or discharge score on a later day than that.
struct EpisodeFigures {
  double episodes = 0;   // with any score
  double baselines = 0;  // with a baseline score
  double pairs = 0;
  // Pairs by their reliable change; of tools with a published threshold.
  double improved = 0;
  double deteriorated = 0;
  double unchanged = 0;
  // Sums over the pairs of the change of the score, last minus first, and of its square.
  double change = 0;
  double change_squared = 0;

  EpisodeFigures& operator+=(const EpisodeFigures& other);
  EpisodeFigures operator-(const EpisodeFigures& other) const;
  bool operator==(const EpisodeFigures&) const = default;
};

// What episodes add, month by month. Line and OT service are those of the first score; one
// illustrative score makes the episode illustrative. The rollup sums them up.
storage::Table EpisodeMonths();
inline constexpr char kEpisodesByMonth[] = "episodes_by_month";

// Columns of the rollup that are months (numbers of MonthNumber): of the first score, and of what
// the row adds.
inline constexpr char kFirstMonth[] = "month";
inline constexpr char kKnownMonth[] = "known_month";

// Groups, by the columns `group_by`, of the episodes whose first score fell in a month of `window`,
// as they were known on `as_of`.
storage::RollupQuery EpisodesKnown(const measures::Window& window, measures::Day as_of,
                                   std::vector<std::string> group_by);
EpisodeFigures FiguresOf(const storage::RollupRow& group);

// Episodes that wait to be settled; empty between writes.
storage::Table UnsettledEpisodes();

// Notes the episode of the fact and that to which its key has belonged.
absl::Status UnsettleEpisodesOf(const v1::OutcomeScore& fact, records::Transaction& transaction);

// Works all noted episodes out again from their scores. The check of a batch of scores.
absl::Status SettleEpisodes(const std::vector<const v1::OutcomeScore*>& facts,
                            records::Transaction& transaction);

// Works out the episodes of all scores of all organisations; `scores` is their table.
absl::Status SettleAllEpisodes(const storage::Table& scores, storage::TableWriter& tables);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_EPISODES_H_

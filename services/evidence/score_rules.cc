#include "services/evidence/score_rules.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/chassis/records/steps.h"
#include "services/evidence/episodes.h"
#include "services/evidence/fact_checks.h"
#include "services/evidence/month_number.h"
#include "services/evidence/outcome_rules.h"

namespace potential::evidence {
namespace {

using v1::OutcomeScore;
using v1::OutcomeStandard;

// The scores that a tool can give, both ends included, as the contract states them.
struct ToolRange {
  OutcomeStandard::Tool tool;
  double least;
  double greatest;
};

constexpr double kOpen = std::numeric_limits<double>::infinity();

// Tools that state no range are not here: AMPS, whose measures are logits, and other tools.
constexpr std::array<ToolRange, 22> kRanges = {{
    {OutcomeStandard::MOHOST, 24, 96},
    {OutcomeStandard::OCAIRS, 0, kOpen},
    {OutcomeStandard::COPM_PERFORMANCE, 1, 10},
    {OutcomeStandard::COPM_SATISFACTION, 1, 10},
    {OutcomeStandard::GAS_T_SCORE, 13, 87},
    {OutcomeStandard::GBO, 0, 10},
    {OutcomeStandard::REQOL_10, 0, 40},
    {OutcomeStandard::REQOL_20, 0, 80},
    {OutcomeStandard::HONOS, 0, 48},
    {OutcomeStandard::HONOS_65_PLUS, 0, 48},
    {OutcomeStandard::HONOS_ABI, 0, 48},
    {OutcomeStandard::HONOS_LD, 0, 72},
    {OutcomeStandard::HONOS_SECURE, 0, 28},
    {OutcomeStandard::HONOS_CA, 0, 52},
    {OutcomeStandard::DIALOG, 1, 7},
    {OutcomeStandard::QPR, 0, 60},
    {OutcomeStandard::SWEMWBS, 7, 35},
    {OutcomeStandard::WEMWBS, 14, 70},
    {OutcomeStandard::PHQ_9, 0, 27},
    {OutcomeStandard::GAD_7, 0, 21},
    {OutcomeStandard::CORE_10, 0, 40},
    {OutcomeStandard::EQ_VAS, 0, 100},
}};

void CheckRange(const OutcomeScore& fact, records::Violations& violations) {
  if (!fact.has_score()) return;
  const auto* range = std::find_if(kRanges.begin(), kRanges.end(), [&](const ToolRange& candidate) {
    return candidate.tool == fact.tool();
  });
  if (range == kRanges.end()) return;
  const std::string& tool = OutcomeStandard::Tool_Name(fact.tool());
  violations.Require(!(fact.score() < range->least), "score",
                     absl::StrCat("must not be below ", range->least, " with ", tool));
  violations.Require(!(fact.score() > range->greatest), "score",
                     absl::StrCat("must not be above ", range->greatest, " with ", tool));
}

}  // namespace

absl::Status DeriveOutcomeScore(OutcomeScore& fact, records::Transaction& transaction,
                                records::Violations& violations) {
  RequirePseudonym(fact.score_key(), "score_key", violations);
  RequirePseudonym(fact.episode_key(), "episode_key", violations);
  CheckOtherTool(fact.tool(), fact.other_tool(), violations);
  CheckRange(fact, violations);
  records::RequireNotAfterToday(fact.date(), "date", transaction, violations);
  // A batch with a violation is undone; there is nothing to note for it.
  return violations.empty() ? UnsettleEpisodesOf(fact, transaction) : absl::OkStatus();
}

std::vector<storage::Column> OutcomeScoreExtraColumns() {
  return {{"month", storage::ColumnType::kInteger}};
}

std::vector<storage::Value> OutcomeScoreExtraValues(const OutcomeScore& fact) {
  const std::optional<measures::Day> day = measures::ParseDay(fact.date());
  // A fact without a date is refused after this.
  return {day ? MonthNumber(measures::MonthOf(*day)) : int64_t{0}};
}

storage::Rollup ScoresByMonth() {
  return {.name = kScoresByMonth,
          .group_by = {"month", "service_line", "tool", "phase", "illustrative"},
          .sums = {}};
}

}  // namespace potential::evidence

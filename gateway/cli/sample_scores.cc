#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gateway/cli/dice.h"
#include "gateway/cli/fields.h"
#include "gateway/cli/sample_facts.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

using evidence::v1::OutcomeScore;
using evidence::v1::OutcomeStandard;
using measures::Day;

constexpr int kFirstLaterDay = 56;  // eight weeks after the baseline
constexpr int kLastLaterDay = 112;

// Scores of one tool in one OT service.
struct Series {
  OutcomeStandard::Tool tool = OutcomeStandard::TOOL_UNSPECIFIED;
  std::string service_line;
  std::string ot_service;
  int months = 0;
  int episodes_per_month = 0;
  double baseline_share = 0;  // episodes with a baseline score
  double later_share = 0;     // of these, episodes with a later one
  double first_mean = 0;
  double later_mean = 0;
  double deviation = 0;
  double minimum = 0;
  double maximum = 0;
  double step = 1;
};

absl::StatusOr<Series> ReadSeries(const google::protobuf::Struct& object) {
  Fields fields(object, "outcomeScores.series");
  Series series;
  const std::string tool = fields.Text("tool");
  series.service_line = fields.Text("serviceLine");
  series.ot_service = fields.Text("otService");
  series.months = fields.Whole("months", 1);
  series.episodes_per_month = fields.Whole("episodesPerMonth", 1);
  series.baseline_share = fields.Number("baselinePercent") / 100;
  series.later_share = fields.Number("laterPercent") / 100;
  series.first_mean = fields.Number("firstMean");
  series.later_mean = fields.Number("laterMean");
  series.deviation = fields.Number("deviation");
  series.minimum = fields.Number("minimum");
  series.maximum = fields.Number("maximum");
  series.step = fields.Number("step");
  RETURN_IF_ERROR(fields.Done());
  if (!OutcomeStandard::Tool_Parse(tool, &series.tool)) {
    return absl::InvalidArgumentError(absl::StrCat("outcomeScores.series.tool: no tool ", tool));
  }
  if (series.step <= 0 || series.minimum >= series.maximum) {
    return absl::InvalidArgumentError("outcomeScores.series: step and range must be above 0");
  }
  return series;
}

double DrawScore(const Series& series, double mean, Dice& dice) {
  const double drawn =
      std::clamp(dice.Normal(mean, series.deviation), series.minimum, series.maximum);
  const double steps = std::round((drawn - series.minimum) / series.step);
  // Two decimals are finer than any step and keep 0.1 + 0.2 out of the data.
  return std::round((series.minimum + steps * series.step) * 100) / 100;
}

// The scores of one episode that began on `start`; none that would lie after `today`.
void AddEpisode(const Series& series, const std::string& episode, Day start, Day today, Dice& dice,
                std::vector<OutcomeScore>* rows) {
  const auto add = [&](OutcomeStandard::Phase phase, Day day, double mean) {
    const double score = DrawScore(series, mean, dice);
    if (today < day) return;
    OutcomeScore row;
    row.set_score_key(
        absl::StrCat(episode, phase == OutcomeStandard::BASELINE ? "-first" : "-later"));
    row.set_episode_key(episode);
    row.set_tool(series.tool);
    row.set_score(score);
    row.set_phase(phase);
    row.set_date(FormatDay(day));
    row.set_service_line(series.service_line);
    row.set_ot_service(series.ot_service);
    rows->push_back(std::move(row));
  };
  const bool has_baseline = dice.Unit() < series.baseline_share;
  // An episode without baseline is known by its later score only.
  const bool has_later = !has_baseline || dice.Unit() < series.later_share;
  const int gap = static_cast<int>(dice.Between(kFirstLaterDay, kLastLaterDay));
  const bool ended = dice.Unit() < 0.5;
  if (has_baseline) add(OutcomeStandard::BASELINE, start, series.first_mean);
  if (has_later) {
    add(ended ? OutcomeStandard::DISCHARGE : OutcomeStandard::REVIEW, AddDays(start, gap),
        series.later_mean);
  }
}

}  // namespace

absl::StatusOr<std::vector<OutcomeScore>> MakeOutcomeScores(
    const google::protobuf::Struct& parameters, Day today) {
  Fields fields(parameters, "outcomeScores");
  const auto seed = static_cast<uint64_t>(fields.Whole("seed"));
  std::vector<OutcomeScore> rows;
  for (const auto* object : fields.Objects("series")) {
    ASSIGN_OR_RETURN(const Series series, ReadSeries(*object));
    const std::string word =
        absl::StrCat(OutcomeStandard::Tool_Name(series.tool), series.ot_service);
    for (int index = 0; index < series.months; ++index) {
      const Day first = FirstOfMonth(AddMonths(MonthOf(today), index - series.months));
      Dice dice(seed, word, index);
      for (int i = 0; i < series.episodes_per_month; ++i) {
        // Letters before and between keep the pseudonym from looking like a patient's number.
        const std::string episode = absl::StrFormat("ep%012x", dice.Next() >> 16);
        AddEpisode(series, episode, AddDays(first, static_cast<int>(dice.Between(0, 28))), today,
                   dice, &rows);
      }
    }
  }
  RETURN_IF_ERROR(fields.Done());
  return rows;
}

}  // namespace potential::cli

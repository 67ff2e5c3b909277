#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "potential/evidence/v1/outcome_score.pb.h"
#include "services/chassis/indicators/record_spans.h"
#include "services/chassis/indicators/records_filter.h"
#include "services/chassis/indicators/scan.h"
#include "services/chassis/storage/status_macros.h"
#include "services/evidence/episodes.h"
#include "services/evidence/indicators.h"
#include "services/evidence/month_number.h"
#include "services/evidence/score_rules.h"

namespace potential::evidence {
namespace {

using indicators::Cells;
using indicators::IndicatorText;
using indicators::Observations;
using indicators::Source;
using indicators::v1::Indicator;
using measures::Day;
using storage::Predicate;
using v1::OutcomeStandard;

constexpr char kScores[] = "outcomeScores";

// Groups of the months of the window, by the columns `group_by`, of which `month` is one.
storage::RollupQuery GroupsIn(const measures::Window& window, std::vector<std::string> group_by) {
  using Op = Predicate::Op;
  return {.where = Predicate::All(
              {Predicate::Compare(Op::kGe, "month", MonthNumber(measures::MonthOf(window.first))),
               Predicate::Compare(Op::kLe, "month", MonthNumber(measures::MonthOf(window.last)))}),
          .group_by = std::move(group_by)};
}

// The day on which all of a month counts; nullopt if the cell is null.
std::optional<Day> FirstDayOf(const Cells& cells, size_t i) {
  if (cells.IsNull(i)) return std::nullopt;
  return measures::FirstOfMonth(MonthOfNumber(static_cast<int64_t>(cells.Number(i))));
}

absl::StatusOr<Observations> ObserveScores(const storage::Table& scores, const Source& source) {
  ASSIGN_OR_RETURN(
      const std::vector<storage::RollupRow> groups,
      source.tables.SelectRollup(
          scores, kScoresByMonth, source.organisation,
          GroupsIn(source.window, {"month", "illustrative", "service_line", "tool", "phase"})));
  Observations observations;
  for (const storage::RollupRow& group : groups) {
    const Cells cells(group.group);
    observations.all.push_back({.first = *FirstDayOf(cells, 0),
                                .numerator = static_cast<double>(group.count),
                                .dimensions = {cells.Text(2), cells.Text(3), cells.Text(4)},
                                .illustrative = cells.Flag(1)});
  }
  return observations;
}

// Which part of which episodes a share is of.
struct EpisodeShare {
  double (*numerator)(const EpisodeFigures&);
  double (*denominator)(const EpisodeFigures&);
};

// Episodes by the month of their first score, as they were known on the day asked for.
absl::StatusOr<Observations> ObserveEpisodes(const EpisodeShare& share, const Source& source) {
  ASSIGN_OR_RETURN(const std::vector<storage::RollupRow> groups,
                   source.tables.SelectRollup(
                       EpisodeMonths(), kEpisodesByMonth, source.organisation,
                       EpisodesKnown(source.window, source.as_of,
                                     {kFirstMonth, "illustrative", "service_line", "tool"})));
  Observations observations;
  for (const storage::RollupRow& group : groups) {
    const EpisodeFigures figures = FiguresOf(group);
    const double denominator = share.denominator(figures);
    if (denominator == 0) continue;
    const Cells cells(group.group);
    observations.all.push_back({.first = *FirstDayOf(cells, 0),
                                .numerator = share.numerator(figures),
                                .denominator = denominator,
                                .dimensions = {cells.Text(2), cells.Text(3)},
                                .illustrative = cells.Flag(1)});
  }
  return observations;
}

void AddStandards(indicators::Catalogue& catalogue, const records::RecordKind& kind) {
  catalogue.Add(
      indicators::MakeIndicator(
          Indicator::STOCK, Indicator::COUNT,
          {.id = "evidence.standards_agreed",
           .title = "Outcome standards agreed and in date",
           .definition = "Outcome standards agreed by the day, not replaced by it, and with a "
                         "review date that is not before it.",
           .unit = "standards",
           .dimensions = {"service_line", "tool"},
           .topics = {"outcomeStandards"},
           .records = indicators::RecordsOf("outcomeStandards",
                                            indicators::SpanFilter({.first = "agreed_date",
                                                                    .ends = {"superseded_date"},
                                                                    .lasts = {"review_date"}}))}),
      indicators::ObserveRecords({{.kind = kind,
                                   .first = "agreed_date",
                                   .ends = {"superseded_date"},
                                   .lasts = {"review_date"},
                                   .dimensions = {"service_line", "tool"}}}));
}

void AddScores(indicators::Catalogue& catalogue, const storage::Table& scores) {
  catalogue.Add(indicators::MakeIndicator(
                    Indicator::FLOW, Indicator::COUNT,
                    {.id = "evidence.scores_recorded",
                     .title = "Outcome scores recorded",
                     .definition = "Scores of outcome measures. A month counts as a whole, on its "
                                   "first day.",
                     .unit = "scores",
                     .dimensions = {"service_line", "tool", "phase"},
                     .topics = {kScores},
                     .records = indicators::RecordsOf(kScores, "", "date"),
                     // The baseline scores of a tool are the episodes with a baseline.
                     .counts_people = true}),
                [&scores](const Source& source) { return ObserveScores(scores, source); });
}

// What is the same of all shares of episodes.
constexpr char kCountedWhen[] =
    " An episode counts on the first day of the month of its first score, on the service line of "
    "that score.";

void AddEpisodes(indicators::Catalogue& catalogue, const EpisodeShare& share, IndicatorText text) {
  text.definition += kCountedWhen;
  text.unit = "%";
  text.dimensions = {"service_line", "tool"};
  text.topics = {kScores};
  text.counts_people = true;
  catalogue.Add(indicators::MakeIndicator(Indicator::FLOW, Indicator::SHARE, text),
                [share](const Source& source) { return ObserveEpisodes(share, source); });
}

double Episodes(const EpisodeFigures& figures) { return figures.episodes; }
double Judged(const EpisodeFigures& figures) {
  return figures.improved + figures.deteriorated + figures.unchanged;
}

void AddMeasuredEpisodes(indicators::Catalogue& catalogue) {
  AddEpisodes(
      catalogue,
      {.numerator = [](const EpisodeFigures& figures) { return figures.baselines; },
       .denominator = Episodes},
      {.id = "evidence.episodes_with_baseline",
       .title = "Episodes with a baseline score",
       .definition = "Of the episodes with any score of a tool, those with a baseline score of it.",
       .unit = {},
       .dimensions = {},
       .topics = {},
       .records = indicators::RecordsOf(kScores, "phase = BASELINE", "date")});
  AddEpisodes(
      catalogue,
      {.numerator = [](const EpisodeFigures& figures) { return figures.pairs; },
       .denominator = [](const EpisodeFigures& figures) { return figures.baselines; }},
      {.id = "evidence.episodes_paired",
       .title = "Paired episodes",
       .definition = "Of the episodes with a baseline score of a tool, those with a review or "
                     "discharge score of it on a later day: the share that agreed standards are "
                     "judged by.",
       .unit = {},
       .dimensions = {},
       .topics = {},
       .records = indicators::RecordsOf(kScores, "(phase = REVIEW OR phase = DISCHARGE)", "date")});
}

// A share of the pairs of tools with a published threshold.
void AddReliable(indicators::Catalogue& catalogue, double (*numerator)(const EpisodeFigures&),
                 const std::string& id, const std::string& title, const std::string& which,
                 bool lower_is_better = false) {
  AddEpisodes(
      catalogue, {.numerator = numerator, .denominator = Judged},
      {.id = id,
       .title = title,
       .definition = absl::StrCat(
           "Of the episodes with a baseline score and a later review or discharge score of "
           "a tool with a published threshold (GBO 3, PHQ-9 6, GAD-7 4, CORE-10 5), those ",
           which, ", from the first baseline score to the last later one."),
       .unit = {},
       .dimensions = {},
       .topics = {},
       .records = indicators::RecordsOf(
           kScores, "(tool = GBO OR tool = PHQ_9 OR tool = GAD_7 OR tool = CORE_10)", "date"),
       .lower_is_better = lower_is_better});
}

// Pairs without reliable change are the rest. They are no indicator of their own: three released
// shares that add up to all would tell what is hidden of one.
void AddReliableChanges(indicators::Catalogue& catalogue) {
  AddReliable(
      catalogue, [](const EpisodeFigures& figures) { return figures.improved; },
      "evidence.reliable_improvement", "Episodes with reliable improvement",
      "whose score became better by the threshold or more");
  AddReliable(
      catalogue, [](const EpisodeFigures& figures) { return figures.deteriorated; },
      "evidence.reliable_deterioration", "Episodes with reliable deterioration",
      "whose score became worse by the threshold or more", true);
}

}  // namespace

void AddOutcomeIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  AddStandards(catalogue, *kinds.FindRecord(OutcomeStandard::descriptor()));
  AddScores(catalogue, kinds.FindFact(v1::OutcomeScore::descriptor())->table);
  AddMeasuredEpisodes(catalogue);
  AddReliableChanges(catalogue);
}

}  // namespace potential::evidence

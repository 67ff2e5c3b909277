#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/evidence/outcome_report.h"
#include "services/measures/mean_interval.h"
#include "services/measures/paired_change.h"
#include "services/measures/wilson.h"

namespace potential::evidence {
namespace {

using measures::Day;
using v1::OutcomeReport;
using v1::OutcomeStandard;
using Row = OutcomeReport::Row;
using Share = OutcomeReport::Share;

constexpr double kPercent = 100;
// What rounding may leave between a share and the target that it reaches.
constexpr double kRounding = 1e-9;

OutcomeStandard::Direction DirectionOf(OutcomeStandard::Tool tool) {
  switch (tool) {
    case OutcomeStandard::TOOL_UNSPECIFIED:
    case OutcomeStandard::OTHER_TOOL:
      return OutcomeStandard::DIRECTION_UNSPECIFIED;
    case OutcomeStandard::HONOS:
    case OutcomeStandard::HONOS_65_PLUS:
    case OutcomeStandard::HONOS_ABI:
    case OutcomeStandard::HONOS_LD:
    case OutcomeStandard::HONOS_SECURE:
    case OutcomeStandard::HONOS_CA:
    case OutcomeStandard::PHQ_9:
    case OutcomeStandard::GAD_7:
    case OutcomeStandard::CORE_10:
      return OutcomeStandard::LOWER_IS_BETTER;
    default:
      return OutcomeStandard::HIGHER_IS_BETTER;
  }
}

Share ShareOf(double count, double of) {
  Share share;
  share.set_count(std::llround(count));
  share.set_of(std::llround(of));
  if (share.of() == 0) return share;
  const measures::Interval interval = measures::WilsonInterval(share.count(), share.of());
  share.set_percent(kPercent * count / of);
  share.set_percent_lower(kPercent * interval.lower);
  share.set_percent_upper(kPercent * interval.upper);
  return share;
}

void SetChanges(const EpisodeFigures& figures, Row& row) {
  const auto rule = measures::PublishedReliableChange(OutcomeStandard::Tool_Name(row.tool()));
  if (rule) {
    row.set_reliable_threshold(rule->threshold);
    *row.mutable_reliable_improvement() = ShareOf(figures.improved, figures.pairs);
    *row.mutable_reliable_deterioration() = ShareOf(figures.deteriorated, figures.pairs);
    *row.mutable_no_reliable_change() = ShareOf(figures.unchanged, figures.pairs);
    return;
  }
  const measures::Sums sums = {.n = std::llround(figures.pairs),
                               .sum = figures.change,
                               .sum_of_squares = figures.change_squared};
  if (const std::optional<double> mean = measures::MeanOf(sums)) row.set_mean_change(*mean);
  if (const std::optional<measures::Interval> interval = measures::MeanInterval(sums)) {
    row.set_mean_change_lower(interval->lower);
    row.set_mean_change_upper(interval->upper);
  }
}

void SetFigures(const EpisodeFigures& figures, Row& row) {
  row.set_episodes(std::llround(figures.episodes));
  *row.mutable_with_baseline() = ShareOf(figures.baselines, figures.episodes);
  *row.mutable_paired() = ShareOf(figures.pairs, figures.baselines);
  SetChanges(figures, row);
}

void SetStandard(const OutcomeStandard& standard, Day as_of, Row& row) {
  row.set_ot_service(standard.ot_service());
  if (standard.tool() == OutcomeStandard::OTHER_TOOL) row.set_direction(standard.direction());
  row.set_standard(standard.name());
  row.set_standard_title(standard.title());
  row.set_agreed_date(standard.agreed_date());
  row.set_review_date(standard.review_date());
  row.set_in_date(standard.review_date() >= measures::FormatDay(as_of));
  if (standard.has_target_baseline_percent()) {
    row.set_target_baseline_percent(standard.target_baseline_percent());
  }
  row.set_target_paired_percent(standard.target_paired_percent());
}

// To one decimal place, never up: no share may look like a target that it misses.
std::string Percent(double percent) {
  return absl::StrCat(std::floor(percent * 10 + kRounding) / 10, " %");
}

bool Reaches(const Share& share, double target) {
  return share.percent() >= target - kRounding * kPercent;
}

std::string Compared(const Share& share, const std::string& what, double target) {
  return absl::StrCat(share.count(), " of ", share.of(), " ", what, " (", Percent(share.percent()),
                      "); ", absl::StrCat(target), " % are agreed.");
}

void Judge(Row& row) {
  if (row.standard().empty()) {
    row.set_verdict(OutcomeReport::NO_STANDARD);
    row.set_reason(row.tool() == OutcomeStandard::TOOL_UNSPECIFIED
                       ? "Nothing is agreed and no scores are recorded."
                       : "Scores are recorded, and no standard is agreed.");
    return;
  }
  if (row.with_baseline().count() == 0) {
    row.set_verdict(OutcomeReport::NO_EPISODES);
    row.set_reason("No episode of these months has a baseline score.");
  } else {
    bool met = Reaches(row.paired(), row.target_paired_percent());
    std::string reason = Compared(row.paired(), "episodes with a baseline score are paired",
                                  row.target_paired_percent());
    if (row.has_target_baseline_percent()) {
      met = met && Reaches(row.with_baseline(), row.target_baseline_percent());
      absl::StrAppend(&reason, " ",
                      Compared(row.with_baseline(), "episodes have a baseline score",
                               row.target_baseline_percent()));
    }
    row.set_verdict(met ? OutcomeReport::MET : OutcomeReport::NOT_MET);
    row.set_reason(reason);
  }
  if (row.in_date()) return;
  row.set_reason(
      absl::StrCat(row.reason(), " The standard is out of date since ", row.review_date(), "."));
}

// A tool in a line.
using Key = std::tuple<std::string, OutcomeStandard::Tool, std::string>;

// The figures of a row: of one OT service, or of the whole line.
Row NewRow(const Key& key, const std::string& ot_service, const std::vector<EpisodeGroup>& groups) {
  Row row;
  row.set_service_line(std::get<0>(key));
  row.set_tool(std::get<1>(key));
  row.set_other_tool(std::get<2>(key));
  row.set_direction(DirectionOf(row.tool()));
  EpisodeFigures figures;
  for (const EpisodeGroup& group : groups) {
    if (Key(group.service_line, group.tool, group.other_tool) != key) continue;
    if (!ot_service.empty() && group.ot_service != ot_service) continue;
    figures += group.figures;
    row.set_illustrative(row.illustrative() || group.illustrative);
  }
  SetFigures(figures, row);
  return row;
}

// Lines in the order of the strategy, then those that it no longer has.
std::vector<std::string> AllLines(const std::vector<std::string>& lines,
                                  const std::map<Key, std::vector<OutcomeStandard>>& by_key) {
  std::vector<std::string> all = lines;
  for (const auto& [key, unused] : by_key) {
    const std::string& line = std::get<0>(key);
    if (std::find(all.begin(), all.end(), line) == all.end()) all.push_back(line);
  }
  return all;
}

}  // namespace

std::vector<Row> MakeReportRows(const std::vector<std::string>& lines,
                                const std::vector<OutcomeStandard>& standards,
                                const std::vector<EpisodeGroup>& groups, Day as_of) {
  std::map<Key, std::vector<OutcomeStandard>> by_key;
  for (const EpisodeGroup& group : groups) {
    by_key[{group.service_line, group.tool, group.other_tool}];
  }
  for (const OutcomeStandard& standard : standards) {
    by_key[{standard.service_line(), standard.tool(), standard.other_tool()}].push_back(standard);
  }
  std::vector<Row> rows;
  for (const std::string& line : AllLines(lines, by_key)) {
    const size_t before = rows.size();
    for (const auto& [key, agreed] : by_key) {
      if (std::get<0>(key) != line) continue;
      for (const OutcomeStandard& standard : agreed) {
        rows.push_back(NewRow(key, standard.ot_service(), groups));
        SetStandard(standard, as_of, rows.back());
      }
      if (agreed.empty()) rows.push_back(NewRow(key, "", groups));
    }
    if (rows.size() == before) rows.push_back(NewRow({line, {}, ""}, "", {}));
  }
  for (Row& row : rows) Judge(row);
  return rows;
}

}  // namespace potential::evidence

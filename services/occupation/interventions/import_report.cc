#include "services/occupation/interventions/import_report.h"

#include <algorithm>

#include "services/measures/calendar.h"
#include "services/occupation/interventions/intervention_rules.h"

namespace potential::occupation {

using v1::ImportInterventionsResponse;

void ImportReport::CountUnmapped(absl::string_view team) {
  answer_.set_unmapped(answer_.unmapped() + 1);
  const auto known = teams_.find(std::string(team));
  if (known != teams_.end()) {
    ++known->second;
  } else if (teams_.size() < kMaxListedTeams) {
    teams_.emplace(team, 1);
  }
}

void ImportReport::CountGood(int64_t month, bool took_place) {
  Month& counts = months_[month];
  ++counts.rows;
  counts.attended += took_place;
}

void ImportReport::Reject(int64_t line, absl::string_view column, absl::string_view reason) {
  answer_.set_rejected(answer_.rejected() + 1);
  if (answer_.rejections_size() >= kMaxListedRejections) return;
  ImportInterventionsResponse::Rejection& rejection = *answer_.add_rejections();
  rejection.set_line(line);
  rejection.set_column(std::string(column));
  rejection.set_reason(std::string(reason));
}

void ImportReport::CountWritten(int64_t rows, const storage::UpsertCounts& counts) {
  answer_.set_inserted(answer_.inserted() + counts.inserted);
  answer_.set_updated(answer_.updated() + counts.updated);
  answer_.set_unchanged(answer_.unchanged() + counts.unchanged);
  answer_.set_superseded(answer_.superseded() + rows - counts.inserted - counts.updated -
                         counts.unchanged);
}

ImportInterventionsResponse ImportReport::Finished() const {
  ImportInterventionsResponse answer = answer_;
  std::stable_sort(answer.mutable_rejections()->begin(), answer.mutable_rejections()->end(),
                   [](const auto& a, const auto& b) { return a.line() < b.line(); });
  for (const auto& [code, rows] : teams_) {
    ImportInterventionsResponse::UnmappedTeam& team = *answer.add_unmapped_teams();
    team.set_team_code(code);
    team.set_rows(rows);
  }
  const std::map<int64_t, Month> months(months_.begin(), months_.end());
  for (const auto& [number, counts] : months) {
    ImportInterventionsResponse::MonthCount& month = *answer.add_months();
    month.set_month(measures::FormatMonth(MonthOfNumber(number)));
    month.set_rows(counts.rows);
    month.set_attended(counts.attended);
  }
  return answer;
}

}  // namespace potential::occupation

#include "services/evidence/migrations.h"

#include <algorithm>

#include "services/chassis/records/schema_text.h"
#include "services/evidence/episodes.h"
#include "services/evidence/measurement_labels.h"

namespace potential::evidence {
namespace {

// Released; a change to a kind is a further version.
constexpr char kTablesV1[] = R"(
table initiatives
  column create_time integer
  column update_time integer
  column illustrative integer
  column owner_role text
  column tags list
  column status text
  column initiative_id text
  column deleted integer
  column body blob
  index create_time
table agenda_templates
  column create_time integer
  column update_time integer
  column illustrative integer
  column owner_role text
  column state text
  column tags list
  column title text
  column version integer
  column supersedes text
  column agreed_date text
  column review_date text
  column superseded_date text
  column deleted integer
  column body blob
  index create_time
  index state
table forums
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column title text
  column frequency text
  column agenda_template text
  column start_date text
  column ended_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table forum_meetings
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column forum text
  column date text
  column mode text
  column agenda_template text
  column follows_agenda integer
  column attendance_total integer
  column open_actions integer
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table outcome_standards
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column title text
  column tool text
  column other_tool text
  column measure_points list
  column target_baseline_percent real
  column target_paired_percent real
  column agreed_date text
  column review_date text
  column version integer
  column supersedes text
  column superseded_date text
  column ot_service text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table student_projects
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column title text
  column kind text
  column university text
  column university_link text
  column level text
  column arrangement text
  column student_count integer
  column ethics_status text
  column qi_project text
  column proposed_date text
  column start_date text
  column planned_end_date text
  column ended_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table research_outputs
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column kind text
  column form text
  column title text
  column venue text
  column event_date text
  column ot_author_count integer
  column service_user_authors integer
  column peer_reviewed integer
  column open_access integer
  column reach text
  column submitted_date text
  column accepted_date text
  column published_date text
  column ended_date text
  column doi text
  column qi_project text
  column student_project text
  column university_link text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table university_links
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column university text
  column department text
  column kind text
  column purposes list
  column topics list
  column first_contact_date text
  column start_date text
  column review_date text
  column ended_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table qi_projects
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column title text
  column ot_service text
  column progress_score real
  column proposed_date text
  column start_date text
  column planned_end_date text
  column ended_date text
  column team_total integer
  column service_users_in_team integer
  column completed_cycles integer
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table impact_stories
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column title text
  column strategic_theme text
  column pillars list
  column outcomes list
  column qi_project text
  column consent_confirmed_date text
  column published_date text
  column withdrawn_date text
  column version integer
  column supersedes text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table outcome_scores
  column episode_key text
  column tool text
  column other_tool text
  column score real
  column phase text
  column date text
  column service_line text
  column ot_service text
  column illustrative integer
  column month integer
  index date
  index episode_key,date
  rollup scores_by_month by month,service_line,tool,phase,illustrative
table measurements
  column qi_project text
  column measure_id text
  column date text
  column value real
  column denominator real
  column annotation text
  column service_line text
  index qi_project,measure_id,date
table outcome_episodes
  column tool text
  column service_line text
  column month integer
  column baseline_month integer
  column paired_month integer
  column illustrative integer
  rollup episodes_by_month by month,baseline_month,paired_month,service_line,tool,illustrative
table unsettled_episodes
  column episode_key text
  column tool text
  column other_tool text
)";

constexpr char kTablesV2[] = R"(
table episode_months
  column tool text
  column other_tool text
  column service_line text
  column ot_service text
  column month integer
  column known_month integer
  column illustrative integer
  column episodes integer
  column baselines integer
  column pairs integer
  column improved integer
  column deteriorated integer
  column unchanged integer
  column change real
  column change_squared real
  rollup episodes_by_month by month,known_month,service_line,ot_service,tool,other_tool,illustrative sums episodes,baselines,pairs,improved,deteriorated,unchanged,change,change_squared
)";

storage::Table TableOfV1(const std::string& name) {
  const std::vector<storage::Table> first = records::ParseTables(kTablesV1);
  return *std::find_if(first.begin(), first.end(),
                       [&](const storage::Table& table) { return table.name == name; });
}

absl::Status FillEpisodeMonths(storage::TableWriter& tables) {
  return SettleAllEpisodes(TableOfV1("outcome_scores"), tables);
}

storage::Column IllustrativeColumn() { return {"illustrative", storage::ColumnType::kInteger}; }

absl::Status LabelMeasurements(storage::TableWriter& tables) {
  storage::Table measurements = TableOfV1("measurements");
  measurements.columns.push_back(IllustrativeColumn());
  return LabelAllMeasurements(measurements, TableOfV1("qi_projects"), tables);
}

}  // namespace

std::vector<storage::Migration> Migrations() {
  return {{.version = 1, .title = "records and facts", .create = records::ParseTables(kTablesV1)},
          {.version = 2,
           .title = "how scores change within episodes",
           .drop = {"outcome_episodes"},
           .create = records::ParseTables(kTablesV2),
           .fill = FillEpisodeMonths},
          {.version = 3,
           .title = "measurements that are sample data",
           .add = {{.table = "measurements", .column = IllustrativeColumn()}},
           .fill = LabelMeasurements}};
}

}  // namespace potential::evidence

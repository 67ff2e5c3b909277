#include "services/workforce/migrations.h"

#include "services/chassis/records/schema_text.h"

namespace potential::workforce {
namespace {

// The tables of the first release. Never changed: what comes later is a migration of its own.
constexpr char kTablesV1[] = R"(table initiatives
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
table opportunities
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column kind text
  column title text
  column band integer
  column closing_date text
  column partnership_wide integer
  column opened_date text
  column ended_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table bulletins
  column create_time integer
  column update_time integer
  column illustrative integer
  column owner_role text
  column state text
  column tags list
  column issue_number integer
  column title text
  column audience text
  column month text
  column published_date text
  column entry_count integer
  column deleted integer
  column body blob
  index create_time
  index state
table advice_sessions
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column date text
  column mode text
  column adviser_role text
  column themes list
  column places integer
  column attendances integer
  column partnership_wide integer
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table programmes
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column tags list
  column kind text
  column title text
  column rcot_pillars list
  column start_date text
  column end_date text
  column duration_months integer
  column places integer
  column provider text
  column partnership_wide integer
  column deleted integer
  column body blob
  index create_time
  index service_line
table enrolments
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column programme text
  column participant_role text
  column band integer
  column start_date text
  column planned_end_date text
  column end_date text
  column outcome text
  column withdrawal_reason text
  column programme_kind text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table evaluations
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column programme text
  column programme_kind text
  column title text
  column method text
  column period_start_date text
  column period_end_date text
  column due_date text
  column participants integer
  column respondents integer
  column score_before real
  column score_after real
  column completed_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table training_events
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column title text
  column date text
  column rcot_pillar text
  column topic text
  column hours real
  column mode text
  column programme text
  column places integer
  column attendances integer
  column partnership_wide integer
  column evaluation_responses integer
  column evaluation_score real
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table career_pathways
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column title text
  column version integer
  column supersedes text
  column published_date text
  column superseded_date text
  column review_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table apprenticeships
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column title text
  column level text
  column standard text
  column provider text
  column site text
  column ward_or_team text
  column ward_type text
  column opportunity text
  column band integer
  column funding text
  column start_date text
  column planned_end_date text
  column actual_end_date text
  column recruited_locally integer
  column specialism text
  column weekly_hours real
  column off_the_job_hours_per_week real
  column sessions_per_week real
  column qualified_minutes_released_per_week integer
  column stop_reason text
  column destination text
  column next_role text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table infrastructure_items
  column create_time integer
  column update_time integer
  column illustrative integer
  column owner_role text
  column state text
  column tags list
  column title text
  column required integer
  column position integer
  column due_date text
  column done_date text
  column deleted integer
  column body blob
  index create_time
  index state
table delivered_capacities
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column tags list
  column month text
  column ward_type text
  column ward text
  column apprentices integer
  column sessions_delivered integer
  column qualified_minutes_released integer
  column attendances integer
  column deleted integer
  column body blob
  index create_time
  index service_line
table staff_movements
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column tags list
  column month text
  column band integer
  column kind text
  column leaver_reason text
  column count integer
  column wte real
  column to_service_line text
  column to_band integer
  column deleted integer
  column body blob
  index create_time
  index service_line
table establishment_snapshots
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column tags list
  column month text
  column band integer
  column funded_wte real
  column in_post_wte real
  column temporary_wte real
  column staff_in_post integer
  column staff_in_post_12_months integer
  column deleted integer
  column body blob
  index create_time
  index service_line
table staff_trainings
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column tags list
  column month text
  column topic text
  column staff_trained integer
  column staff_eligible integer
  column course text
  column deleted integer
  column body blob
  index create_time
  index service_line
table surveys
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column topic text
  column title text
  column population_size integer
  column threshold integer
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table survey_waves
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column survey text
  column survey_topic text
  column wave_number integer
  column title text
  column open_date text
  column close_date text
  column invited integer
  column closed_date text
  column result_publishable integer
  column responses integer
  column score real
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table survey_tokens anonymous
  column wave text
  column spent integer
  index wave
table survey_answers anonymous
  column wave text
  column answers list
  index wave
table survey_texts anonymous
  column wave text
  column question text
  column text text
  column verdict text
  index wave
)";

constexpr char kTablesV2[] = R"(table received_opportunities
  column create_time integer
  column update_time integer
  column illustrative integer
  column source_organisation text
  column source_update_time integer
  column kind text
  column title text
  column band integer
  column closing_date text
  column opened_date text
  column deleted integer
  column body blob
  index create_time
)";

}  // namespace

std::vector<storage::Migration> Migrations() {
  return {{.version = 1,
           .title = "records, survey tokens and answers",
           .create = records::ParseTables(kTablesV1)},
          {.version = 2,
           .title = "opportunities that other organisations share",
           .create = records::ParseTables(kTablesV2)}};
}

}  // namespace potential::workforce

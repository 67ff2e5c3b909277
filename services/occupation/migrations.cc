#include "services/occupation/migrations.h"

#include "services/chassis/records/schema_text.h"

namespace potential::occupation {
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
table channels
  column create_time integer
  column update_time integer
  column illustrative integer
  column owner_role text
  column state text
  column tags list
  column kind text
  column title text
  column platform text
  column live_date text
  column retired_date text
  column deleted integer
  column body blob
  index create_time
  index state
table campaigns
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column title text
  column audiences list
  column start_date text
  column end_date text
  column channels list
  column people_reached integer
  column engagements integer
  column cancelled_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table import_months
  column create_time integer
  column update_time integer
  column illustrative integer
  column owner_role text
  column tags list
  column month text
  column completeness text
  column teams_missing list
  column extract_date text
  column deleted integer
  column body blob
  index create_time
table referral_pathways
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column ot_service text
  column title text
  column urgent_response_days integer
  column routine_response_days integer
  column version integer
  column supersedes text
  column review_date text
  column published_date text
  column superseded_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table posts
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column title text
  column band integer
  column wte real
  column ot_service text
  column team_code text
  column ot_specific_share_percent real
  column protected_time_status text
  column agreed_protected_hours_per_week real
  column actual_protected_hours_per_week real
  column identified_date text
  column is_apprenticeship_post integer
  column established integer
  column established_date text
  column closed_date text
  column position_number text
  column identified_since text
  column status_since text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table protected_time_reviews
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column post text
  column risk_level text
  column due_date text
  column reviewed_date text
  column outcome text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table interventions
  column date text
  column service_line text
  column ot_service text
  column team_code text
  column activity_type text
  column snomed_procedure_code text
  column duration_minutes integer
  column attended text
  column contact_mode text
  column illustrative integer
  column month integer
  column took_place integer
  index date
  rollup interventions_by_month by month,service_line,ot_service,team_code,activity_type,took_place,illustrative sums duration_minutes
table reach_measurements
  column channel text
  column month text
  column visits integer
  column followers integer
  column posts integer
  column engagements integer
  column illustrative integer
  column channel_kind text
  index channel,month
  rollup reach_by_month by month,channel,channel_kind,illustrative sums visits
)";

constexpr char kTablesV2[] = R"(
table staged_imports
  column state text
  column subject text
  column role text
  column request blob
  column answer blob
table staged_interventions
  column date text
  column service_line text
  column ot_service text
  column team_code text
  column activity_type text
  column snomed_procedure_code text
  column duration_minutes integer
  column attended text
  column contact_mode text
  column illustrative integer
  column month integer
  column took_place integer
)";

}  // namespace

std::vector<storage::Migration> Migrations() {
  return {{.version = 1, .title = "records and facts", .create = records::ParseTables(kTablesV1)},
          {.version = 2,
           .title = "stage of imports",
           .create = records::ParseTables(kTablesV2)},
          {.version = 3,
           .title = "service lines of whoever began a staged import",
           .add = {{.table = "staged_imports",
                    .column = {"service_lines", storage::ColumnType::kList}}}}};
}

}  // namespace potential::occupation

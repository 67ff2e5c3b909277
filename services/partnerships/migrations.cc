#include "services/partnerships/migrations.h"

#include "services/chassis/records/schema_text.h"

namespace potential::partnerships {
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
table partners
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column kind text
  column title text
  column ods_code text
  column boroughs list
  column agreement_reference text
  column agreement_start_date text
  column agreement_end_date text
  column agreement_review_date text
  column ended_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table partner_scopings
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column partner text
  column fit_level text
  column next_step_date text
  column scoped_date text
  column contacted_date text
  column active_date text
  column ended_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table ambassador_counts
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column tags list
  column month text
  column count integer
  column trained_count integer
  column deleted integer
  column body blob
  index create_time
  index service_line
table practice_days
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column kind text
  column topic text
  column date text
  column organisations_attending list
  column organisations_attending_count integer
  column host_organisation text
  column places integer
  column attendance integer
  column evaluation_mean real
  column evaluation_responses integer
  column cancelled_date text
  column joint integer
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table skills_workshops
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column partner text
  column partner_kind text
  column skill text
  column direction text
  column date text
  column hours real
  column places integer
  column attendance integer
  column competence_before_mean real
  column competence_after_mean real
  column competence_responses integer
  column cancelled_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table co_production_projects
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column title text
  column partner text
  column service_users_involved integer
  column carers_involved integer
  column staff_involved integer
  column ladder_step_start text
  column ladder_step_now text
  column involvement_paid integer
  column start_date text
  column planned_end_date text
  column end_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table teaching_opportunities
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column school text
  column module text
  column kind text
  column hours real
  column topic text
  column offered_date text
  column agreed_date text
  column planned_date text
  column delivered_date text
  column students integer
  column year_of_study integer
  column taught_with_service_users integer
  column evaluation_mean real
  column cancelled_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table shared_resources
  column create_time integer
  column update_time integer
  column illustrative integer
  column service_line text
  column owner_role text
  column state text
  column tags list
  column title text
  column kind text
  column shared_with list
  column review_date text
  column shared_date text
  column withdrawn_date text
  column deleted integer
  column body blob
  index create_time
  index service_line
  index state
table equipment_protocols
  column create_time integer
  column update_time integer
  column illustrative integer
  column owner_role text
  column state text
  column tags list
  column borough text
  column title text
  column partner text
  column version integer
  column supersedes text
  column ratified_date text
  column review_date text
  column superseded_date text
  column review_due_date text
  column deleted integer
  column body blob
  index create_time
  index state
)";

constexpr char kTablesV2[] = R"(
table received_resources
  column create_time integer
  column update_time integer
  column illustrative integer
  column owner_role text
  column source_organisation text
  column source_update_time integer
  column title text
  column kind text
  column review_date text
  column shared_date text
  column deleted integer
  column body blob
  index create_time
table received_practice_days
  column create_time integer
  column update_time integer
  column illustrative integer
  column owner_role text
  column state text
  column source_organisation text
  column source_update_time integer
  column kind text
  column topic text
  column date text
  column organisations_attending list
  column organisations_attending_count integer
  column host_organisation text
  column cancelled_date text
  column joint integer
  column deleted integer
  column body blob
  index create_time
  index state
)";

}  // namespace

std::vector<storage::Migration> Migrations() {
  return {{.version = 1, .title = "records", .create = records::ParseTables(kTablesV1)},
          {.version = 2,
           .title = "resources and practice days that other organisations share",
           .create = records::ParseTables(kTablesV2)}};
}

}  // namespace potential::partnerships

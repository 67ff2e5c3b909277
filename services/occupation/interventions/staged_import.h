// A staged import as its record has it, and the tables of the stage.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_STAGED_IMPORT_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_STAGED_IMPORT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/storage/store.h"
#include "services/chassis/storage/table.h"

namespace potential::occupation {

// States; see ImportStage.
inline constexpr char kStaging[] = "STAGING";
inline constexpr char kRemoving[] = "REMOVING";
inline constexpr char kApplying[] = "APPLYING";

struct StagedImport {
  std::string organisation;
  std::string id;
  std::string state;
  std::string subject;
  std::string role;
  std::vector<std::string> service_lines;  // of the caller; empty: all
  v1::ImportInterventionsRequest request;  // without data
  v1::ImportInterventionsResponse answer;  // what was done so far

  // What the ids of its rows in the stage begin with.
  std::string Prefix() const { return id + "/"; }
};

// The records of staged imports, and the table of staged rows: the columns of interventions under the
// key `{import}/{record_id}`.
const storage::Table& StagedImportsTable();
storage::Table StageTable(const records::FactKind& interventions);

// The staged imports of an organisation.
absl::StatusOr<std::vector<StagedImport>> ListStagedImports(storage::TableReader& tables,
                                                            const std::string& organisation);

// The record of one.
storage::Row RowOf(const StagedImport& import);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_STAGED_IMPORT_H_

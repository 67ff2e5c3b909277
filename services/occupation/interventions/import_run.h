// One import from its first message to its answer.
//
// The file is read, mapped and checked on the thread of the import; its good rows go on as chunks: into
// the table (SKIP_BAD), into the stage (ALL_OR_NOTHING), or against what is stored (validate_only).

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_RUN_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_RUN_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/service/jobs.h"
#include "services/occupation/interventions/identifying_keys.h"
#include "services/occupation/interventions/import_chunks.h"
#include "services/occupation/interventions/import_environment.h"
#include "services/occupation/interventions/import_report.h"
#include "services/occupation/interventions/import_source.h"
#include "services/occupation/interventions/import_stage.h"
#include "services/occupation/interventions/import_writes.h"
#include "services/occupation/interventions/intervention_mapper.h"
#include "services/occupation/interventions/replacement.h"

namespace potential::occupation {

// For one import and one thread, which may wait.
class ImportRun {
 public:
  // `environment` outlives this. `first` has passed CheckImport.
  ImportRun(const ImportEnvironment& environment, rpc::ContextPtr call,
            v1::ImportInterventionsRequest first, std::shared_ptr<rpc::ServerCall> stream,
            service::Jobs::Ending ending);

  // Imports the file, and ends the call with the answer or the error.
  void Run();

 private:
  absl::StatusOr<v1::ImportInterventionsResponse> Import();
  absl::StatusOr<InterventionMapper> ReadHeader(ImportSource& source,
                                                strategy::v1::ImportProfile profile);
  absl::Status ReadRows(ImportSource& source, InterventionMapper& mapper);
  absl::string_view RecordIdOf(const storage::Row& row) const;
  absl::Status CheckKeys() const;
  absl::Status TakeRow(const tabular::CsvReader::Row& row, InterventionMapper& mapper);
  // Each false after a rejection.
  bool HasColumns(const tabular::CsvReader::Row& row);
  bool MayBeWhole(const tabular::CsvReader::Row& row);
  // Where chunks go.
  void WriteTo(const ImportChunk& chunk, ChunkOutcome& outcome, storage::DoneFunction done);
  // What becomes of chunks in the answer: of those that went where they should, of those that are or
  // would be among the interventions, and of rows that may not be.
  void Written(const ImportChunk& chunk, const ChunkOutcome& outcome);
  void Compared(const ImportChunk& chunk, const ChunkOutcome& outcome);
  void RejectRefused(const ImportChunk& chunk, const ChunkOutcome& outcome);
  // Why a file that is written as a whole is not; empty if it is.
  std::string Refusal();

  absl::StatusOr<v1::ImportInterventionsResponse> Close();
  absl::StatusOr<v1::ImportInterventionsResponse> Foretell();
  absl::StatusOr<v1::ImportInterventionsResponse> CloseStage();
  absl::Status SetCurrentRevision();

  const ImportEnvironment& environment_;
  const rpc::ContextPtr call_;
  const std::shared_ptr<const strategy::StrategySet> strategies_;  // one and the same for all rows
  v1::ImportInterventionsRequest request_;  // without data
  std::string first_data_;
  const std::shared_ptr<rpc::ServerCall> stream_;
  const service::Jobs::Ending ending_;
  ImportReport report_;
  ReplacedMonths replaced_months_;
  IdentifyingKeys keys_;
  std::optional<ImportStage> stage_;
  size_t columns_ = 0;
  int64_t replaced_ = 0;  // rows of the file that are stored in the period to replace
  std::optional<ImportChunks> chunks_;  // goes first: its writes use the others
};

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_RUN_H_

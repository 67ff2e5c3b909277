// The stage of imports that are written as a whole or not at all: their rows, kept apart and durable
// from the first to the last, and what is to become of them. No method reads it.
//
//   STAGING    rows are coming; dropped if the import does not come to its end
//   REMOVING   every row is good: interventions of a replaced period that are not in the stage go
//   APPLYING   staged rows become interventions, a few in each transaction, and leave the stage
//
// From REMOVING or APPLYING there is no way back: whatever interrupts the import, it is taken up again.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_STAGE_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_STAGE_H_

#include <functional>
#include <string>
#include <vector>

#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/rpc/call_context.h"
#include "services/chassis/storage/table.h"
#include "services/occupation/interventions/import_chunks.h"
#include "services/occupation/interventions/import_environment.h"
#include "services/occupation/interventions/staged_import.h"

namespace potential::occupation {

// For one import and one thread, which may wait.
class ImportStage {
 public:
  // Whether to stop between two steps, to be taken up later.
  using Ending = std::function<bool()>;

  ImportStage(const ImportEnvironment& environment, rpc::CallContext call, StagedImport import);

  // Makes the record of a new import, STAGING.
  absl::Status Open();

  // One chunk into the stage, in somebody's transaction. Rows are those of the chunk whose ids begin
  // with Prefix().
  absl::Status Stage(storage::TableWriter& tables, const ImportChunk& chunk,
                     ChunkOutcome& outcome) const;

  // Hears of staged rows as WriteChunk would write them: the rows of a chunk and what it would do.
  using Take = std::function<void(const ImportChunk& chunk, const ChunkOutcome& outcome)>;

  // Compares what is staged with what is stored; see CompareChunk. UNAVAILABLE if it was stopped by
  // `ending`.
  absl::Status Compare(const Ending& ending, const Take& take, int64_t& replaced) const;

  // Every row is good, and `answer` has the numbers so far: from here on the import comes to its end.
  absl::Status Accept(const v1::ImportInterventionsResponse& answer);

  // Removes and applies until all is done, and closes the import; the answer is then whole.
  // UNAVAILABLE if it was stopped by `ending`.
  absl::Status Apply(const Ending& ending);

  // Takes the rows and the record away. UNAVAILABLE if it was stopped by `ending`.
  absl::Status Drop(const Ending& ending);

  const StagedImport& import() const { return import_; }

 private:
  absl::Status RemoveOthers(const Ending& ending);
  absl::StatusOr<size_t> RemoveStep(storage::TableWriter& tables, const storage::Query& query,
                                    StagedImport& next, storage::Row& last) const;
  absl::StatusOr<size_t> ApplyStep(storage::TableWriter& tables, size_t most,
                                   StagedImport& next) const;
  // The first rows of the stage after the one with this id, by id.
  absl::StatusOr<std::vector<storage::Row>> StagedRows(storage::TableReader& tables,
                                                       const std::string& after, size_t most) const;
  // Puts rows that have left the stage among the interventions and counts what that did.
  absl::StatusOr<storage::UpsertCounts> ApplyRows(storage::TableWriter& tables,
                                                  absl::Span<const storage::Row> rows,
                                                  v1::ImportInterventionsResponse& answer) const;
  absl::Status Save(storage::TableWriter& tables, const StagedImport& import) const;
  // Runs a step that changes the import's record with it.
  absl::StatusOr<size_t> Step(
      const std::function<absl::StatusOr<size_t>(storage::TableWriter&, StagedImport&)>& step);

  const ImportEnvironment& environment_;
  const rpc::CallContext call_;
  const storage::Table stage_;
  StagedImport import_;
  StepSize step_size_;
};

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_STAGE_H_

// The transactions of an import: a chunk of interventions, a chunk that is only compared, and what
// closes an import.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_WRITES_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_WRITES_H_

#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/occupation/interventions/import_chunks.h"
#include "services/occupation/interventions/import_environment.h"
#include "services/occupation/interventions/replacement.h"

namespace potential::occupation {

// Writes the chunk's rows that the caller may write, with one change entry if anything changed.
absl::Status WriteChunk(const ImportEnvironment& environment, const rpc::CallContext& call,
                        storage::TableWriter& tables, const ImportChunk& chunk,
                        ChunkOutcome& outcome);

// Says what WriteChunk would do. Adds to `replaced` the rows that are stored in the period.
absl::Status CompareChunk(const ImportEnvironment& environment, const rpc::CallContext& call,
                          const Period& period, const ImportChunk& chunk, ChunkOutcome& outcome,
                          int64_t& replaced);

// Positions of rows that would replace an intervention of a line to which the caller may not write.
// Record ids begin after `prefix` characters.
absl::StatusOr<std::vector<size_t>> RefusedRows(records::Transaction& transaction,
                                                const records::FactKind& kind,
                                                absl::Span<const storage::Row> rows, size_t prefix);

// Puts the rows into the table but those at the positions of `refused`.
absl::StatusOr<storage::UpsertCounts> UpsertAllowed(storage::TableWriter& tables,
                                                    const storage::Table& table,
                                                    const std::string& organisation,
                                                    absl::Span<const storage::Row> rows,
                                                    const std::vector<size_t>& refused);

// The last transaction of an import that was written: states the months that the request names as
// partial or complete, notes the last change, and keeps the answer's numbers in the history. Sets the
// answer's revision. Writes nothing if nothing changed.
absl::Status CloseImport(const ImportEnvironment& environment, const rpc::CallContext& call,
                         storage::TableWriter& tables,
                         const v1::ImportInterventionsRequest& request,
                         v1::ImportInterventionsResponse& answer);

// Interventions stored of the period, by their sums.
absl::StatusOr<int64_t> CountOf(const ImportEnvironment& environment,
                                const std::string& organisation, const Period& period);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_WRITES_H_
